"""Contrast of the lines of charts, which axe does not measure (WCAG 1.4.11)."""

from playwright.sync_api import Page

# Colours are painted on a canvas, because computed ones can be in any notation. Where the fill of a shape lets the page shine
# through, its line is compared with that too.
FAINT = """minimum => {
  const brush = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const painted = (...layers) => {
    for (const [colour, opacity] of layers) {
      brush.globalAlpha = opacity;
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = colour => colour
    .map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const faint = [];
  for (const shape of document.querySelectorAll(".plot :is(path, circle, rect):not(.plot-grid)")) {
    const style = getComputedStyle(shape);
    const page = [getComputedStyle(shape.closest(".card")).backgroundColor, 1];
    const line = painted(page, [style.stroke, 1]);
    const behind = [painted(page)];
    if (style.fill !== "none" && style.fillOpacity < 1) behind.push(painted(page, [style.fill, style.fillOpacity]));
    const least = Math.min(...behind.map(colour => contrast(line, colour)));
    if (least < minimum) faint.push(`${shape.getAttribute("class")}: ${least.toFixed(2)}`);
  }
  return [...new Set(faint)];
}"""
MINIMUM = 3


def faint_lines(page: Page) -> list[str]:
    """Lines of charts with less contrast than 3:1 to the page, or to what they enclose."""
    found: list[str] = page.evaluate(FAINT, MINIMUM)
    return found
