// Puts a passage that is selected in the text of a script into the form of a comment.
(() => {
  const form = document.querySelector("form[data-passage-form]");
  if (!form) return;
  const part = form.querySelector("select[name$=field]");
  const passage = form.querySelector("textarea[name$=passage]");

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = selection?.toString().trim();
    if (!text || text.length > passage.maxLength || form.contains(document.activeElement)) return;
    const element = selection.anchorNode.parentElement?.closest("[data-passage-field]");
    if (!element || !element.contains(selection.focusNode)) return;
    const option = [...part.options].find((each) => each.text === element.dataset.passageField);
    if (option) part.value = option.value;
    passage.value = text;
  });
})();
