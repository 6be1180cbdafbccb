// Faults of a page that axe doesn't see. tests/browser/reflow.py runs these functions in the page.

const brief = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
const isShown = element => element.checkVisibility() && !element.closest(".visually-hidden, .skip-link");
const isInline = element => getComputedStyle(element).display === "inline";

/** True if the page has to be pushed sideways to be read. */
const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;

/** Elements that hide a part of their own text, and cards of a table that scroll sideways. */
const cutOff = () => {
  const has = (element, values) => {
    const style = getComputedStyle(element);
    return values.includes(style.overflowX) || values.includes(style.overflowY);
  };
  const isCut = element => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  const hides = element => has(element, ["hidden", "clip"]) && !has(element, ["auto", "scroll"]) && element.clientWidth > 1;
  const elements = [...document.querySelectorAll("main *, header *, nav *")];
  const cards = [...document.querySelectorAll(".table-responsive:has(> .stacked)")];
  return [
    ...elements.filter(element => hides(element) && isCut(element) && element.innerText?.trim() && isShown(element)),
    ...cards.filter(card => innerWidth < 500 && card.scrollWidth > card.clientWidth + 1),
  ].map(brief);
};

/** True if text that is no link or button stands around the link, in the same block. */
const isInSentence = link => {
  if (!isInline(link)) return false;
  let block = link.parentElement;
  while (isInline(block)) block = block.parentElement;
  const isText = node => node.nodeType !== Node.ELEMENT_NODE || (isInline(node) && !node.matches("a, button, .visually-hidden"));
  const around = [...block.childNodes].filter(node => !node.contains(link) && isText(node));
  return /[\p{L}\d]/u.test(around.map(node => node.textContent).join(""));
};

/** Links in a sentence without an underline (WCAG 1.4.1). */
const plainLinks = () => {
  const isUnderlined = link => getComputedStyle(link).textDecorationLine.includes("underline");
  return [...document.querySelectorAll("main a[href]")]
    .filter(link => isShown(link) && isInSentence(link) && !isUnderlined(link))
    .map(brief);
};

/** What reacts to a click on the element: its own box and those of its labels. */
const targetOf = element => {
  const boxes = [element, ...(element.labels ?? [])].map(part => part.getBoundingClientRect()).filter(box => box.width);
  const [left, top] = ["left", "top"].map(side => Math.min(...boxes.map(box => box[side])));
  const [right, bottom] = ["right", "bottom"].map(side => Math.max(...boxes.map(box => box[side])));
  const isSmall = right - left < 23.5 || bottom - top < 23.5;
  return { element, left, top, right, bottom, isSmall, x: (left + right) / 2, y: (top + bottom) / 2 };
};

/** Targets below 24 pixels so close to another one that a finger can miss them (WCAG 2.5.8). Links in a sentence are exempt. */
const crowdedTargets = () => {
  const isStretched = element => getComputedStyle(element, "::after").position === "absolute";
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(element => isShown(element) && !element.disabled && !isStretched(element))
    .map(targetOf);
  const distance = (one, other) => other.isSmall
    ? Math.hypot(one.x - other.x, one.y - other.y) - 12
    : Math.hypot(Math.max(other.left - one.x, 0, one.x - other.right), Math.max(other.top - one.y, 0, one.y - other.bottom));
  // What a bar covers now is free after scrolling.
  const barOf = element => element.closest(".topbar, .decision");
  const isApart = (one, other) => !one.element.contains(other.element) && !other.element.contains(one.element)
    && barOf(one.element) === barOf(other.element);
  return targets
    .filter(one => one.isSmall && !isInSentence(one.element))
    .filter(one => targets.some(other => isApart(one, other) && distance(one, other) < 11.5))
    .map(one => brief(one.element));
};

/** Faults of the page at the width of its window, also with the text spacing that the style sheet sets. */
const lostWhenNarrow = spacing => {
  const [wide, cut, crowded] = [isTooWide(), cutOff(), crowdedTargets()];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(spacing);
  document.adoptedStyleSheets.push(sheet);
  const [wideWhenSpaced, cutWhenSpaced] = [isTooWide(), cutOff()];
  document.adoptedStyleSheets.pop();
  return [
    ...(wide ? ["wider than the window"] : []),
    ...(wideWhenSpaced && !wide ? ["wider than the window when text is spaced"] : []),
    ...cut.map(element => `cut off: ${element}`),
    ...cutWhenSpaced.filter(element => !cut.includes(element)).map(element => `cut off when text is spaced: ${element}`),
    ...crowded.map(element => `too close to another target: ${element}`),
  ];
};
