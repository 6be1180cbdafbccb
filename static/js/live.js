// Live parts: parts of a page that poll. They keep what the reader is doing, can be paused, and say in one line what is new.
(() => {
  const POLLS = '[hx-trigger*="every "]';
  const isField = (element) => Boolean(element?.closest?.("input, textarea, select, [contenteditable]"));
  const isBusy = (part) =>
    (part.contains(document.activeElement) && isField(document.activeElement)) ||
    part.querySelector("details.confirm[open], .dropdown-menu.show") !== null;

  // Approved wording can't be paused: an agent must see at once when it is withdrawn.
  const canPause = (element) => element.matches(`${POLLS}:not([data-urgent])`);
  const pause = document.getElementById("pause");
  const PAUSED = "ecs-paused";
  let isPaused = false;
  try {
    isPaused = sessionStorage.getItem(PAUSED) !== null;
  } catch {
    // Storage may be forbidden. Then a pause ends with the page.
  }

  function showPause() {
    pause.textContent = isPaused ? pause.dataset.resume : pause.dataset.pause;
    pause.hidden = ![...document.querySelectorAll(POLLS)].some(canPause);
  }

  if (pause) {
    pause.addEventListener("click", () => {
      isPaused = !isPaused;
      showPause();
      try {
        if (isPaused) sessionStorage.setItem(PAUSED, "");
        else sessionStorage.removeItem(PAUSED);
      } catch {
        // See above.
      }
    });
    showPause();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (elt.matches(POLLS) && (document.hidden || (canPause(elt) && isPaused))) event.preventDefault();
  });

  // What the page said before a swap, and where the reader was.
  let before = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, elt } = event.detail;
    if (!target || !event.detail.shouldSwap) return;
    const isPoll = elt.matches(POLLS);
    if (isPoll && isBusy(target)) event.detail.shouldSwap = false;
    else before = { news: news(), ...(isPoll ? place(target) : {}) };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    const { href, scrolled = [], opened = [], news: known } = before;
    before = null;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    for (const [id, top, left] of scrolled) {
      document.getElementById(id)?.scrollTo({ top, left, behavior: "instant" });
    }
    if (href && document.activeElement === document.body) {
      [...document.links].find((link) => link.getAttribute("href") === href)?.focus({ preventScroll: true });
    }
    const fresh = [...news()].filter((one) => !known.has(one));
    if (fresh.length) document.getElementById("news").textContent = fresh.join(" ");
  });

  // The sentences that are read out when they change: the value of data-news, or without one the text of the element.
  const sentence = (part) => (part.dataset.news || part.textContent).replace(/\s+/g, " ").trim();
  const news = () => new Set([...document.querySelectorAll("[data-news]")].map(sentence).filter(Boolean));

  // htmx itself keeps the focus of elements with an id; links are found again by where they lead.
  function place(target) {
    const focused = document.activeElement;
    return {
      href: focused.id ? null : focused.getAttribute("href"),
      scrolled: [target, ...target.querySelectorAll("[id]")]
        .filter((element) => element.id && (element.scrollTop || element.scrollLeft))
        .map((element) => [element.id, element.scrollTop, element.scrollLeft]),
      // Anywhere on the page, because parts beside the target come with it.
      opened: [...document.querySelectorAll("details[id][open]")].map((element) => element.id),
    };
  }
})();
