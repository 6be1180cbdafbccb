// The few keys and habits that every page shares. Everything works without them, only less comfortably.
(() => {
  const isField = (element) => Boolean(element?.closest?.("input, textarea, select, [contenteditable]"));

  // Keys: "/" goes to the search, Ctrl-Enter saves, Escape folds a confirmation.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !isField(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("main input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isField(event.target) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    if (event.key === "Escape") {
      fold(event.target.closest?.("details.confirm[open]"));
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (button) fold(button.closest("details"));
  });

  function fold(details) {
    if (details) {
      details.open = false;
      details.querySelector("summary").focus();
    }
  }

  // How many are ticked stands on the button that sends them.
  document.addEventListener("change", (event) => {
    const count = event.target.form?.querySelector("[data-ticked]");
    if (count) count.textContent = event.target.form.querySelectorAll("input[type=checkbox]:checked").length;
  });

  // Pressed twice is sent once, until an answer is there or has been missing for long.
  const sent = new Map();
  const SENT_MILLISECONDS = 15_000;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (performance.now() - (sent.get(form) ?? -Infinity) < SENT_MILLISECONDS) event.preventDefault();
    else sent.set(form, performance.now());
  });
  window.addEventListener("pageshow", () => sent.clear());
  document.addEventListener("ecs:stayed", () => sent.clear());

  // Failures: one kind sentence where notices appear, gone again when the server answers.
  const failed = "[data-failed]";
  const polls = (element) => element.matches('[hx-trigger*="every "]');

  function tell(kind) {
    const template =
      document.querySelector(`template[data-failure="${kind}"]`) ?? document.querySelector('template[data-failure="other"]');
    const notices = document.getElementById("notices");
    if (!template || !notices) return;
    const notice = template.content.firstElementChild.cloneNode(true);
    notice.dataset.failed = kind;
    notices.querySelector(failed)?.remove();
    notices.prepend(notice);
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, elt } = event.detail;
    const signIn = document.body.dataset.signIn;
    if (!xhr.responseURL || new URL(xhr.responseURL).pathname !== signIn || location.pathname === signIn) return;
    // The session has ended. Unless something typed would be lost, the page goes through sign-in and comes back.
    event.detail.shouldSwap = false;
    const mayLeave = document.dispatchEvent(new CustomEvent("ecs:leave", { cancelable: true }));
    if (mayLeave && !elt.matches("[data-draft]")) location.reload();
    else tell("signed-out");
  });

  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("offline"));
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status));
  document.addEventListener("htmx:afterRequest", (event) => {
    // A live part that answers says that the server is there again, not that what failed has worked.
    const notice = event.detail.successful && document.querySelector(failed);
    if (notice && (notice.dataset.failed === "offline" || !polls(event.detail.elt))) notice.remove();
  });
})();
