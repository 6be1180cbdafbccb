// Before the first paint, so that a dark page never flashes white.
(() => {
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("ecs-theme") || (wanted.matches ? "dark" : "light");
  const apply = () => document.documentElement.setAttribute("data-bs-theme", chosen());
  wanted.addEventListener("change", apply);
  apply();
})();
