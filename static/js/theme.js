// Before the first paint, so that a dark page never flashes white. The choice is kept in this browser only.
(() => {
  const KEY = "ecs-theme";
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  const choice = () => {
    try {
      const kept = localStorage.getItem(KEY);
      return kept === "light" || kept === "dark" ? kept : "auto";
    } catch {
      return "auto"; // storage may be forbidden; the system's wish then counts
    }
  };

  const keep = (wanted) => {
    try {
      localStorage.setItem(KEY, wanted);
    } catch {
      // Without storage the choice lasts for this page.
    }
  };

  const apply = (wanted = choice()) => {
    const theme = wanted === "auto" ? (prefersDark.matches ? "dark" : "light") : wanted;
    document.documentElement.setAttribute("data-bs-theme", theme);
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      const chosen = button.dataset.themeChoice === wanted;
      button.setAttribute("aria-pressed", String(chosen));
      button.classList.toggle("active", chosen);
    }
    document.dispatchEvent(new CustomEvent("ecs:theme", { detail: { theme } }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) {
      keep(button.dataset.themeChoice);
      apply(button.dataset.themeChoice);
    }
  });
  document.addEventListener("DOMContentLoaded", () => apply());
  prefersDark.addEventListener("change", () => apply());
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply();
  });
  apply();
})();
