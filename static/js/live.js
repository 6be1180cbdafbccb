// Live parts: parts of a page that poll. They keep what the reader is doing, can be paused, and say in one line what is new.
(() => {
  const POLLS = '[hx-trigger*="every "]';
  const isField = (element) => Boolean(element?.closest?.("input, textarea, select, [contenteditable]"));
  // But withdrawn wording disappears from under any field.
  const isBusy = (part) =>
    !part.matches("[data-urgent]") &&
    ((part.contains(document.activeElement) && isField(document.activeElement)) ||
      part.querySelector("details.confirm[open], .dropdown-menu.show") !== null);

  // Approved wording can't be paused: an agent must see at once when it is withdrawn.
  const canPause = (element) => element.matches(`${POLLS}:not([data-urgent])`);
  const pause = document.getElementById("pause");
  // A pause ends with the page, so that nobody forgets it.
  let isPaused = false;

  function showPause() {
    pause.querySelector("button").textContent = isPaused ? pause.dataset.resume : pause.dataset.pause;
    pause.querySelector("span").hidden = !isPaused;
    pause.hidden = ![...document.querySelectorAll(POLLS)].some(canPause);
  }

  if (pause) {
    pause.querySelector("button").addEventListener("click", () => {
      isPaused = !isPaused;
      showPause();
    });
    showPause();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    // A withdrawal refreshes the parts that list scripts, also while they are paused.
    const isUrgent = requestConfig.triggeringEvent?.type === "withdrawn";
    if (elt.matches(POLLS) && !isUrgent && (document.hidden || (canPause(elt) && isPaused))) event.preventDefault();
  });

  // What the page said before a swap, and where the reader was.
  let before = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (!target || !event.detail.shouldSwap) return;
    // `detail.elt` is the part that is replaced, not the one that asks.
    const isPoll = requestConfig.elt.matches(POLLS);
    if (isPoll && isBusy(target)) event.detail.shouldSwap = false;
    else before = { news: news(), ...(isPoll ? place(target) : {}) };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    const { focused, scrolled = [], opened = [], news: known } = before;
    before = null;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    for (const [id, top, left] of scrolled) {
      document.getElementById(id)?.scrollTo({ top, left, behavior: "instant" });
    }
    if (focused && document.activeElement === document.body) {
      linksIn(focused.part, focused.href)[focused.at]?.focus({ preventScroll: true });
    }
    tell([...news()].filter(([key]) => !known.has(key)).map(([, sentence]) => sentence));
    if (pause) showPause();
  });

  // Sentences that are read out when they change, by what tells one from the next: its key, or else the sentence itself.
  const sentenceOf = (part) => (part.dataset.news || part.textContent).replace(/\s+/g, " ").trim();
  const news = () =>
    new Map(
      [...document.querySelectorAll("[data-news]")].map((part) => [part.dataset.newsKey || sentenceOf(part), sentenceOf(part)]),
    );

  let forget = 0;

  function tell(sentences) {
    const line = document.getElementById("news");
    if (!sentences.some(Boolean)) return;
    line.textContent = sentences.join(" ");
    // Later it would be found at the end of the page, long after it was news.
    clearTimeout(forget);
    forget = setTimeout(() => (line.textContent = ""), 20_000);
  }

  // htmx itself keeps the focus of elements with an id; a link is found again by where it leads, within the same part.
  const linksIn = (part, href) =>
    [...(document.getElementById(part)?.querySelectorAll("a[href]") ?? [])].filter((link) => link.getAttribute("href") === href);

  function placeOf(element) {
    const part = element.parentElement?.closest("[id]")?.id;
    const href = element.getAttribute("href");
    return element.id || !part || !href ? null : { part, href, at: linksIn(part, href).indexOf(element) };
  }

  function place(target) {
    return {
      focused: placeOf(document.activeElement),
      scrolled: [target, ...target.querySelectorAll("[id]")]
        .filter((element) => element.id && (element.scrollTop || element.scrollLeft))
        .map((element) => [element.id, element.scrollTop, element.scrollLeft]),
      // Anywhere on the page, because parts beside the target come with it.
      opened: [...document.querySelectorAll("details[id][open]")].map((element) => element.id),
    };
  }
})();
