// Correcting words in the review: a button beside each field takes the words that are marked in the article above it.
export function offerMarked(card: HTMLElement): void {
  const fields = card.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[name=source], [name=cue], [name=content]");
  let marked = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const inside = selection?.anchorNode && [...card.querySelectorAll("blockquote")].some((quote) => quote.contains(selection.anchorNode));
    if (inside && selection.toString().trim()) marked = selection.toString().trim();
  });
  for (const field of fields) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet", textContent: `use the words marked above as ${field.name}` });
    button.addEventListener("click", () => {
      if (marked) field.value = marked;
      field.focus();
    });
    field.closest("label")?.after(button);
  }
}
