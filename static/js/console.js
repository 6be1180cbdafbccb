// Keys of the scripts' pages: arrows move between results, c copies what to say, ? lists the keys.
(() => {
  const isTyping = (element) => Boolean(element?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
  const areOn = () => document.documentElement.dataset.singleKeys === "on";
  const results = () => [...document.querySelectorAll("main [data-result]")].filter((link) => link.checkVisibility());
  const SHOWN_MILLISECONDS = 2_000;

  function move(event) {
    const links = results();
    const at = links.indexOf(document.activeElement);
    const field = document.querySelector("main input[type=search]");
    if (at === -1 && document.activeElement !== field) return;
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    const target = next < 0 ? field : links[next];
    if (!target || target === document.activeElement) return;
    event.preventDefault();
    target.focus();
  }

  // The passage around the focus, or else the first one: what to say.
  function copyButton() {
    const buttons = [...document.querySelectorAll("main [data-copy]")].filter((button) => button.checkVisibility());
    const around = document.activeElement?.closest("section");
    return buttons.find((button) => around?.contains(button)) ?? buttons[0];
  }

  async function copy(button) {
    let sentence = button.dataset.copied;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    } catch {
      sentence = button.dataset.failedCopy;
    }
    tell(button, sentence);
  }

  // Said in the button for those who see it, and in the page's line for those who hear it.
  function tell(button, sentence) {
    document.getElementById("news").textContent = sentence;
    const said = document.createElement("span");
    said.className = "text-secondary ms-2";
    said.setAttribute("aria-hidden", "true");
    said.textContent = sentence;
    button.parentElement.querySelector("[data-said]")?.remove();
    said.dataset.said = "";
    button.after(said);
    setTimeout(() => said.remove(), SHOWN_MILLISECONDS);
  }

  // Without JavaScript nothing is copied, so these buttons are hidden.
  const show = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
  document.addEventListener("htmx:afterSwap", show);
  show();

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) copy(button);
    if (target.closest("[data-keys]")) document.getElementById("keys").showModal();
  });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (key === "ArrowDown" || key === "ArrowUp") move(event);
    if (!areOn() || isTyping(target)) return;
    // The button copies and sends its form, which begins a use of the script.
    if (key === "c" && copyButton()) copyButton().click();
    else if (key === "?") document.getElementById("keys")?.showModal();
    else return;
    event.preventDefault();
  });
})();
