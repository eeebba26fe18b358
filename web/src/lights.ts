// An article's lit words: source, cue and content of one attribution light up together, with its row in the table below,
// when the pointer is on any of them or the focus on its cue or row.
export function lightTogether(root: ParentNode): void {
  const spans = new Map<string, Element[]>();
  for (const span of root.querySelectorAll("[data-of]"))
    for (const id of (span.getAttribute("data-of") ?? "").split(" ")) spans.set(id, [...(spans.get(id) ?? []), span]);
  for (const id of spans.keys()) {
    const row = document.getElementById(`w-${id}`);
    if (row) spans.get(id)?.push(row);
  }

  let lit: Element[] = [];
  const light = (id: string | undefined): void => {
    for (const span of lit) span.classList.remove("lit");
    lit = (id && spans.get(id)) || [];
    for (const span of lit) span.classList.add("lit");
  };
  const idOf = (target: EventTarget | null): string | undefined => {
    const found = (target as Element | null)?.closest?.("[data-of], tr[id^='w-']");
    return found?.getAttribute("data-of")?.split(" ")[0] ?? found?.id.slice(2);
  };
  const follow = (event: Event): void => light(idOf(event.target));
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
}

// "Quiet": plain text with thin lines under attributed words, for reading.
export function offerQuiet(box: HTMLInputElement, text: Element): void {
  (box.closest("[hidden]") as HTMLElement | null)?.removeAttribute("hidden");
  const show = (): void => void text.classList.toggle("quiet-lights", box.checked);
  box.addEventListener("change", show);
  show();
}
