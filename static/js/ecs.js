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

  // Live parts. A part that polls never takes away what somebody is typing in, and rests while nobody looks.
  const polls = (element) => /\bevery\b/.test(element?.getAttribute?.("hx-trigger") ?? "");
  const isBusy = (target) =>
    (target.contains(document.activeElement) && isField(document.activeElement)) ||
    target.querySelector("details.confirm[open], .dropdown-menu.show") !== null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (polls(event.detail.elt) && document.hidden) event.preventDefault();
  });

  let kept = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, elt } = event.detail;
    const signIn = document.body.dataset.signIn;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname === signIn && location.pathname !== signIn) {
      // The session has ended: the page goes through sign-in and comes back, instead of showing sign-in inside itself.
      event.detail.shouldSwap = false;
      if (elt.matches("[data-draft]")) tell("signed-out");
      else location.reload();
      return;
    }
    if (polls(elt) && target && event.detail.shouldSwap) {
      if (isBusy(target)) {
        event.detail.shouldSwap = false;
      } else {
        kept = places(target);
      }
    }
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!kept) return;
    for (const [id, top, left] of kept.scrolled) {
      document.getElementById(id)?.scrollTo({ top, left, behavior: "instant" });
    }
    if (kept.href && document.activeElement === document.body) {
      [...document.links].find((link) => link.getAttribute("href") === kept.href)?.focus({ preventScroll: true });
    }
    kept = null;
  });

  // htmx itself keeps the focus of elements with an id; links are found again by where they lead.
  function places(target) {
    const focused = target.contains(document.activeElement) ? document.activeElement : null;
    return {
      href: focused && !focused.id ? focused.getAttribute("href") : null,
      scrolled: [target, ...target.querySelectorAll("[id]")]
        .filter((element) => element.id && (element.scrollTop || element.scrollLeft))
        .map((element) => [element.id, element.scrollTop, element.scrollLeft]),
    };
  }

  // Failures: one kind sentence where notices appear, gone again when the server answers.
  const failed = "[data-failed]";

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

  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("offline"));
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status));
  document.addEventListener("htmx:afterRequest", (event) => {
    // A live part that answers says that the server is there again, not that what failed has worked.
    const notice = event.detail.successful && document.querySelector(failed);
    if (notice && (notice.dataset.failed === "offline" || !polls(event.detail.elt))) notice.remove();
  });
})();
