// A building block is inserted on a line of its own, where the cursor was last in the form of the draft.
(() => {
  const fields = "#script-form textarea";
  let last = null;

  for (const button of document.querySelectorAll("[data-insert-block]")) button.hidden = false;

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(fields)) last = target;
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert-block]");
    const field = last ?? document.querySelector("#id_what_to_say");
    if (!button || !field) return;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = start === 0 || value[start - 1] === "\n" ? "" : "\n";
    const after = value[end] === "\n" ? "" : "\n";
    field.setRangeText(`${before}${button.dataset.insertBlock}${after}`, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
