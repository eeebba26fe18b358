// Keys on any page: j and k go through its items, letters press the item's buttons (data-key), "/" goes to the search.
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

export function listenToKeys(): void {
  let at = -1;
  const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-item]")];

  const go = (step: number): void => {
    const all = items();
    const here = all.findIndex((item) => item.contains(document.activeElement));
    at = Math.max(0, Math.min(all.length - 1, (here >= 0 ? here : at) + step));
    const item = all[at];
    if (!item) return;
    (item.hasAttribute("tabindex") ? item : item.querySelector<HTMLElement>("a, button, input"))?.focus();
    item.scrollIntoView({ block: "nearest" });
  };

  const press = (key: string): boolean => {
    const own = items()[Math.max(at, 0)]?.querySelector<HTMLElement>(`[data-key="${key}"]`);
    const target = own ?? document.querySelector<HTMLElement>(`[data-key="${key}"]`);
    target?.click();
    return Boolean(target);
  };

  document.addEventListener("focusin", (event) => {
    const found = items().findIndex((item) => item.contains(event.target as Node));
    if (found >= 0) at = found;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") document.querySelector<HTMLElement>("#q")?.focus();
    else if ((event.key === "j" || event.key === "k") && items().length) go(event.key === "j" ? 1 : -1);
    else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });
}
