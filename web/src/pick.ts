// Correcting words: text marked with the pointer or the keyboard in a passage (data-pick: the id of a form) goes into the
// role chosen there. Without script the words are typed or pasted into the same fields.
export function pickWords(passage: HTMLElement): void {
  const form = document.getElementById(passage.dataset.pick ?? "");
  if (!(form instanceof HTMLFormElement)) return;
  const bar = passage.parentElement?.insertBefore(document.createElement("div"), passage.nextSibling);
  if (!bar) return;
  bar.className = "row pick";
  bar.hidden = true;
  let marked = "";
  for (const role of ["source", "cue", "content"]) {
    const field = form.elements.namedItem(role);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    const button = bar.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = `Marked words are its ${role}`;
    button.addEventListener("click", () => {
      field.value = marked;
      field.closest("details")?.setAttribute("open", "");
      field.focus();
    });
  }
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const inside = chosen?.anchorNode && passage.contains(chosen.anchorNode) && passage.contains(chosen.focusNode);
    const words = inside ? chosen.toString().trim() : "";
    if (words) marked = words;
    bar.hidden = !words && !bar.contains(document.activeElement);
  });
}
