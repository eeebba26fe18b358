// The button for light and dark: shows itself, follows the system until pressed, and keeps what was chosen.
const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = (): boolean => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
};

export function offerThemes(button: HTMLButtonElement): void {
  const show = (): void => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  system.addEventListener("change", show);
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("onrecord-theme", theme);
    } catch {
      // storage may be forbidden: then the choice holds for this page
    }
    show();
  });
}
