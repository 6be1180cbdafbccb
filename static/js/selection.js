// Choosing inside the band: ticks are counted as they are made, and written for the address as crisis/ticks.py reads them.
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
    // Going to a card and back, or loading the page anew, keeps them too.
    const address = new URL(location.href);
    address.searchParams.set("ticks", ticks.value);
    history.replaceState(history.state, "", address);
  });

  // What was typed to search for has been asked for while typing. Leaving the field is no change, and asking again would undo
  // what was clicked meanwhile.
  document.addEventListener("change", (event) => event.target.matches("input[type=search]") && event.stopPropagation(), true);

  document.addEventListener("keydown", (event) => {
    // Fields send their form by themselves (ecs.js); this is for when the focus is on a link of the table.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      const form = event.target.closest("#decision");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // What was asked before a tick knows nothing of it: it is asked again.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, elt, requestConfig } = event.detail;
    const ticks = document.getElementById("ticks");
    if (target.id !== "candidates" || !ticks || ticks.value === requestConfig.parameters.ticks) return;
    event.detail.shouldSwap = false;
    if (elt.requestSubmit) elt.requestSubmit();
    else elt.click();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "candidates") return;
    document.getElementById("said").textContent = document.getElementById("listed")?.textContent ?? "";
  });
})();
