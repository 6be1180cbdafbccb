// The focus goes to what is new: to the error summary of a refused form, to the notice about what was done, to the first row that
// “Show more” added.
(() => {
  // The server checks forms, and its summary shows all errors at once and stays. The browser's bubbles show one at a time and fade,
  // and would keep the form from being sent. So they are off, and `required` is there for screen readers. Without JavaScript the
  // browser checks as well.
  const leaveChecksToTheServer = () => [...document.forms].forEach((form) => (form.noValidate = true));

  // Half a date or “1e” in a number field is sent as nothing. Only the browser knows about it, so here its bubble has the word.
  document.addEventListener(
    "submit",
    (event) => {
      const unreadable = [...event.target.elements].find((control) => control.validity?.badInput);
      if (!unreadable || event.submitter?.formNoValidate) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      unreadable.reportValidity();
    },
    true,
  );

  const summaryIn = (part) => part.querySelector("[data-error-summary]");
  const linkedControl = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  function arrive() {
    leaveChecksToTheServer();
    const summary = summaryIn(document);
    const notice = document.querySelector("#notices > .alert, main [data-notice]");
    if (summary) {
      summary.focus();
    } else if (notice && !location.hash && !document.querySelector("[autofocus]")) {
      notice.tabIndex = -1;
      notice.focus();
    }
  }

  // Without a hash in the address, which the answer to the next form would inherit and then show instead of its news.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".skip-link")) return;
    event.preventDefault();
    const main = document.getElementById("main");
    main.focus({ preventScroll: true });
    main.scrollIntoView();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a, [data-field-links] a");
    const control = link && linkedControl(link);
    if (!control) return;
    // A jump by the address would leave the label under the top bar, and readers would not hear it.
    event.preventDefault();
    for (let folded = control.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
      folded.open = true;
    }
    control.focus();
  });

  // A browser leaves a control where it is if a part of it is in view, and scrolls to a hidden radio button instead of its label.
  document.addEventListener("keyup", ({ key, target }) => {
    if (key !== "Tab" && target.type !== "radio") return;
    const shown = target.matches(".btn-check") ? target.labels[0] : target;
    if (target.closest("main") && shown.offsetHeight < innerHeight / 2) shown.scrollIntoView({ block: "nearest" });
  });

  // Refusals of forms that update a part of the page. The form itself is not replaced.
  let prefix = summaryIn(document)?.dataset.errorSummary;

  function markErrors(form, summary) {
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const message of form.querySelectorAll(".invalid-feedback")) message.remove();
    if (prefix && document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length).trim();
    if (!summary) return;
    prefix = summary.dataset.errorSummary;
    document.title = `${prefix} ${document.title}`;
    for (const link of summary.querySelectorAll("a")) linkedControl(link)?.setAttribute("aria-invalid", "true");
  }

  let firstNew = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    // The event happens to the part that is replaced.
    const { elt } = event.detail.requestConfig;
    firstNew = elt.matches("[data-show-more]")
      ? { group: elt.closest("tbody").id, row: elt.closest("tr").sectionRowIndex }
      : null;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = event.detail;
    leaveChecksToTheServer();
    followBar();
    if (firstNew) {
      document.getElementById(firstNew.group)?.rows[firstNew.row]?.querySelector("a, input")?.focus();
      firstNew = null;
    }
    // Going back swaps without a request.
    if (!requestConfig?.elt.matches("form")) return;
    const summary = summaryIn(target);
    markErrors(requestConfig.elt, summary);
    // While a field is changed, the focus stays in it, and the summary is announced as an alert.
    if (requestConfig.triggeringEvent?.type === "submit") summary?.focus();
  });

  // The bar at the bottom covers nothing that has the focus: the page keeps its height free when it scrolls.
  const heightOfBar = new ResizeObserver(([bar]) => {
    document.documentElement.style.setProperty("--ecs-end-bar-height", `${bar.target.offsetHeight}px`);
  });

  function followBar() {
    heightOfBar.disconnect();
    document.documentElement.style.removeProperty("--ecs-end-bar-height");
    const bar = document.querySelector(".decision");
    if (bar) heightOfBar.observe(bar);
  }

  followBar();
  arrive();
})();
