// Choosing a team: counts ticks and encodes them as selection/decision_in_address.py reads them, and opens and closes parts of the page.
(() => {
  const BITS = 4;
  const parts = new Set(["selection", "tab", "figures"]);

  function turned(ticks, at) {
    const [mark, digits] = ticks.split(".");
    const place = Math.floor(at / BITS);
    const quads = [...digits.padEnd(place + 1, "0")];
    quads[place] = (parseInt(quads[place], 16) ^ (1 << (at % BITS))).toString(16);
    return `${mark}.${quads.join("").replace(/0+$/, "")}`;
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches("input[data-at]")) {
      const chosen = document.getElementById("chosen");
      chosen.value = Number(chosen.value) + (target.checked ? 1 : -1);
      const ticks = document.getElementById("ticks");
      ticks.value = turned(ticks.value, Number(target.dataset.at));
      // Kept in the URL, so that going back from a card or reloading the page keeps the ticks.
      const address = new URL(location.href);
      address.searchParams.set("ticks", ticks.value);
      history.replaceState(history.state, "", address);
      htmx.trigger(document.body, "ticked");
    }
    if (target.matches("input[form=compare]")) countCompared();
  });

  function countCompared() {
    const count = document.querySelector("[data-compared]");
    if (count) count.textContent = document.querySelectorAll("input[form=compare]:checked").length;
  }

  // The search already ran while typing. Searching again when the field loses focus would undo clicks made since.
  document.addEventListener("change", (event) => event.target.matches("input[type=search]") && event.stopPropagation(), true);

  // A response to a request sent before a tick is outdated, so the request is repeated.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    const { elt, parameters } = requestConfig;
    const ticks = document.getElementById("ticks");
    if (!parts.has(target.id) || !ticks || ticks.value === parameters.ticks) return;
    event.detail.shouldSwap = false;
    if (elt.requestSubmit) elt.requestSubmit();
    else if (target.id === "figures") htmx.trigger(document.body, "ticked");
    else elt.click();
  });

  // The name of a person opens their figures below the row, and closes them again.
  const opener = (row) => row?.querySelector("th > a[aria-expanded]");

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest('a[aria-expanded="true"][hx-swap="afterend"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      link.closest("tr").nextElementSibling.remove();
      link.setAttribute("aria-expanded", "false");
    },
    true,
  );

  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = event.detail;
    const elt = requestConfig?.elt;
    if (!elt) return;
    if (elt.matches('a[hx-swap="afterend"]')) opener(elt.closest("tr")).setAttribute("aria-expanded", "true");
    if (elt.id === "edit-criteria") target.querySelector("input, select")?.focus();
    if (elt.id === "criteria" && target.id === "selection") document.getElementById("edit-criteria")?.focus();
    countCompared();
  });

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-close-criteria]")) return;
    target.closest("#criteria-panel").replaceChildren();
    document.getElementById("edit-criteria")?.focus();
  });
})();
