// The desk works without script; what is added here only makes it quicker: keys on pages with cards (data-item).
(() => {
  const cards = [...document.querySelectorAll("[data-item]")];
  let at = -1;
  const go = (to) => {
    if (!cards.length) return;
    at = Math.max(0, Math.min(cards.length - 1, to));
    cards[at].focus();
    cards[at].scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const within = cards[Math.max(at, 0)] ?? document;
    const target = (key === "u" ? document : within).querySelector(`[data-key="${key}"]`);
    if (target) target.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if ("arfu".includes(event.key) && event.key.length === 1) press(event.key);
    else return;
    event.preventDefault();
  });
})();
