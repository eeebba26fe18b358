// Progress of articles being added (data-progress: the address of its server-sent events), files dropped on a field
// (data-drop), and a page printed (data-print). Without script the page loads itself again, the field opens, Ctrl+P prints.
interface Told {
  words: string;
  done: number;
  total: number | null;
  read: number;
  held: number;
  failed: number;
}

export function tellProgress(box: HTMLElement): void {
  const bar = box.querySelector<HTMLProgressElement>("[data-bar]");
  const words = box.querySelector("[data-words]");
  const source = new EventSource(box.dataset.progress ?? "");
  source.addEventListener("message", (event: MessageEvent<string>) => {
    const told = JSON.parse(event.data) as Told;
    if (words && words.textContent !== told.words) words.textContent = told.words;
    for (const count of box.querySelectorAll<HTMLElement>("[data-count]"))
      count.textContent = String(told[count.dataset.count as "read" | "held" | "failed"]);
    if (bar && told.total) [bar.max, bar.value] = [told.total, told.done];
  });
  source.addEventListener("over", () => {
    source.close();
    location.reload();
  });
}

export function takeDropped(label: HTMLElement): void {
  const input = label.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const over = (event: DragEvent): void => {
    event.preventDefault();
    label.classList.toggle("over", event.type === "dragover");
  };
  label.addEventListener("dragover", over);
  label.addEventListener("dragleave", over);
  label.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

export function offerPrint(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
