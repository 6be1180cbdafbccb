// Choosing where scores are too close to call: counts ticks and encodes them as selection/decision_in_address.py reads them.
(() => {
  const BITS = 4;

  function turned(ticks, at) {
    const [mark, digits] = ticks.split(".");
    const place = Math.floor(at / BITS);
    const quads = [...digits.padEnd(place + 1, "0")];
    quads[place] = (parseInt(quads[place], 16) ^ (1 << (at % BITS))).toString(16);
    return `${mark}.${quads.join("").replace(/0+$/, "")}`;
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("input[data-at]")) return;
    const chosen = document.getElementById("chosen");
    chosen.value = Number(chosen.value) + (box.checked ? 1 : -1);
    const ticks = document.getElementById("ticks");
    ticks.value = turned(ticks.value, Number(box.dataset.at));
    // Kept in the URL, so that going back from a card or reloading the page keeps the ticks.
    const address = new URL(location.href);
    address.searchParams.set("ticks", ticks.value);
    history.replaceState(history.state, "", address);
  });

  // The search already ran while typing. Searching again when the field loses focus would undo clicks made since.
  document.addEventListener("change", (event) => event.target.matches("input[type=search]") && event.stopPropagation(), true);

  // A response to a request sent before a tick is outdated, so the request is repeated.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    const { elt, parameters } = requestConfig;
    const ticks = document.getElementById("ticks");
    if (target.id !== "candidates" || !ticks || ticks.value === parameters.ticks) return;
    event.detail.shouldSwap = false;
    if (elt.requestSubmit) elt.requestSubmit();
    else elt.click();
  });
})();
