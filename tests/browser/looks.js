// How text looks to its reader. tests/browser/checking.py runs these functions in the page.

const isMoved = style => !["static", "relative"].includes(style.position);

/** What an element's text stands on: the backgrounds of it and of what it is in. An overlay stands on what it covers. */
const groundOf = (element, grounds) => {
  if (!element) return "";
  if (!grounds.has(element)) {
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, zIndex } = style;
    const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join(" ");
    const place = isMoved(style) ? `over ${zIndex} ${element.localName}.${element.className} ` : "";
    const isPlain = own === "rgba(0, 0, 0, 0) none 1 none normal";
    grounds.set(element, groundOf(element.parentElement, grounds) + place + (isPlain ? "" : `${own}; `));
  }
  return grounds.get(element);
};

/** Elements with text of their own, by how it looks, that were not seen yet. */
const newLooks = seen => {
  const [known, grounds, found] = [new Set(seen), new Map(), new Map()];
  const hasText = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const element of document.querySelectorAll("body *")) {
    if (!hasText(element) && !element.matches("input, select, textarea") || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textShadow, webkitTextStrokeWidth } = getComputedStyle(element);
    const own = [element.localName, element.type, element.disabled, color, fontSize, fontWeight, textShadow, webkitTextStrokeWidth];
    const look = `${groundOf(element, grounds)}| ${own.join(" ")}`;
    if (!known.has(look)) found.set(look, [...(found.get(look) ?? []), element]);
  }
  return found;
};
