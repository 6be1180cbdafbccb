// Copies a passage: `data-copy` on a button is the selector of the passage. Without JavaScript there is no such button.
(() => {
  const COPIED_MILLISECONDS = 2000;

  const show = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const passage = button && document.querySelector(button.dataset.copy);
    if (!passage) return;
    await navigator.clipboard.writeText(passage.innerText.trim());
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), COPIED_MILLISECONDS);
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
