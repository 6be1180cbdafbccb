// Nothing typed is lost: a page asks before it is left while a form holds something that the server does not have.
(() => {
  // Searches change nothing. A password is typed in a moment, and browsers fill it in. Ticks with data-at are kept in the address.
  const IGNORED = "[type=hidden], [type=submit], [type=button], [type=search], [type=password], [data-at]";
  const REFUSED = '[aria-invalid="true"], .alert-danger';

  let sending = null;
  const kept = new WeakMap(); // What the server has of a form with a draft.
  const onTheirWay = new WeakMap();

  function isChanged(control) {
    if (control.disabled || control.matches(IGNORED)) return false;
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.type === "file") return control.files.length > 0;
    if (control instanceof HTMLSelectElement) {
      const chosenAtFirst = [...control.options].filter((option) => option.defaultSelected);
      if (!control.multiple && !chosenAtFirst.length) return control.selectedIndex > 0;
      return [...control.options].some((option) => option.selected !== option.defaultSelected);
    }
    return "defaultValue" in control && control.value !== control.defaultValue;
  }

  const written = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();

  function isUnsaved(form) {
    if (form.method !== "post" || form === sending) return false;
    if (!form.querySelector(REFUSED) && ![...form.elements].some(isChanged)) return false;
    return kept.get(form) !== written(form);
  }

  const unsavedIn = (part) => [...part.querySelectorAll("form")].some(isUnsaved);

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sending = event.target;
    // The form itself is on its way, so its draft is not needed any more.
    const draft = sending.querySelector("[data-draft]");
    if (draft) htmx.trigger(draft, "htmx:abort");
  });
  document.addEventListener("input", (event) => {
    if (event.target.form === sending) sending = null;
  });
  window.addEventListener("pageshow", () => (sending = null));

  window.addEventListener("beforeunload", (event) => {
    if (!unsavedIn(document)) return;
    event.preventDefault();
    // Runs if the answer is to stay: what was being sent has not been sent.
    setTimeout(() => {
      sending = null;
      document.dispatchEvent(new Event("ecs:stayed"));
    });
  });

  // Before a script reloads the page.
  document.addEventListener("ecs:leave", (event) => {
    if (unsavedIn(document)) event.preventDefault();
  });

  // A live part is not replaced while something unsaved is in it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    const polls = requestConfig.elt.matches('[hx-trigger*="every "]');
    if (target && polls && unsavedIn(target)) event.detail.shouldSwap = false;
  });

  // Drafts: what was sent when, and whether it is kept.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (elt.matches("[data-draft]") && elt.closest("form") === sending) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.matches("[data-draft]")) onTheirWay.set(xhr, written(elt.closest("form")));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, successful } = event.detail;
    // Without a session the answer is the sign-in page, and nothing is kept.
    const isKept = successful && new URL(xhr.responseURL).pathname === elt.getAttribute("hx-post");
    if (elt.matches("[data-draft]") && isKept) kept.set(elt.closest("form"), onTheirWay.get(xhr));
  });
})();
