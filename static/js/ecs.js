// The few keys and habits that every page shares. Everything works without them, only less comfortably.
(() => {
  const isField = (element) => Boolean(element?.closest?.("input, textarea, select, [contenteditable]"));

  // Shortcuts of a single key can be switched off: speech input and tremors press keys by accident (WCAG 2.1.4).
  const SINGLE_KEYS = "ecs-single-keys";

  function keptSingleKeys() {
    try {
      return localStorage.getItem(SINGLE_KEYS) ?? "on";
    } catch {
      return "on"; // storage may be forbidden
    }
  }

  function showSingleKeys(state = keptSingleKeys()) {
    document.documentElement.dataset.singleKeys = state;
    for (const box of document.querySelectorAll("input[data-single-keys]")) box.checked = state === "on";
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[data-single-keys]")) return;
    const state = target.checked ? "on" : "off";
    try {
      localStorage.setItem(SINGLE_KEYS, state);
    } catch {
      // Without storage the choice lasts for this page.
    }
    showSingleKeys(state);
  });
  addEventListener("storage", ({ key }) => key === SINGLE_KEYS && showSingleKeys());
  // Going back puts the switch as it was made.
  document.addEventListener("htmx:historyRestore", () => showSingleKeys());
  showSingleKeys();

  const isTyping = (element) => isField(element) && !element.matches("[type=checkbox], [type=radio]");
  const firstSeen = (selector) => [...document.querySelectorAll(selector)].find((field) => field.checkVisibility());

  // Ctrl-Enter sends the form around the focus. On a button it presses the button.
  const formAround = (element) => (isField(element) ? element.form : element.closest("form[method=post]"));

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (key === "/" && isAlone && !isTyping(target) && document.documentElement.dataset.singleKeys === "on") {
      const field = firstSeen("main input[type=search]") ?? firstSeen("#site-search");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && !target.closest("button, summary")) {
      const form = formAround(target);
      if (!form) return;
      event.preventDefault();
      form.requestSubmit();
    }
    if (key === "Escape" && !event.defaultPrevented) close(target);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (button) fold(button.closest("details"));
  });

  // Escape closes the confirmation around the focus, or else an open menu, or else an open confirmation.
  function close(target) {
    const open = "details.confirm[open]";
    const button = document.querySelector(':is([data-bs-toggle="dropdown"], .topbar-toggler)[aria-expanded="true"]');
    const confirmation = target.closest(open) ?? (button ? null : document.querySelector(open));
    if (confirmation) {
      fold(confirmation);
    } else if (button) {
      button.click();
      button.focus();
    }
  }

  function fold(details) {
    details.open = false;
    details.querySelector("summary").focus();
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
    const { xhr, requestConfig } = event.detail;
    const signIn = document.body.dataset.signIn;
    if (!xhr.responseURL || new URL(xhr.responseURL).pathname !== signIn || location.pathname === signIn) return;
    // The session has ended. Unless something typed would be lost, the page goes through sign-in and comes back.
    event.detail.shouldSwap = false;
    const mayLeave = document.dispatchEvent(new CustomEvent("ecs:leave", { cancelable: true }));
    if (mayLeave && !requestConfig.elt.matches("[data-draft]")) location.reload();
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
