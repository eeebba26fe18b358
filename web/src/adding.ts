// Adding articles: files may be dropped on the form, and a work tells how far it is (server-sent events) until it is over.
interface Told {
  words: string;
  why?: string | null;
  done: number;
  total: number | null;
  [count: string]: unknown;
}

export function takeDrops(label: HTMLElement): void {
  const field = label.querySelector<HTMLInputElement>("input[type=file]");
  if (!field) return;
  const over = (event: Event, on: boolean): void => {
    event.preventDefault();
    label.classList.toggle("over", on);
  };
  label.addEventListener("dragover", (event) => over(event, true));
  label.addEventListener("dragleave", (event) => over(event, false));
  label.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer?.files.length) field.files = event.dataTransfer.files;
  });
}

export function followProgress(card: HTMLElement): void {
  const bar = card.querySelector<HTMLProgressElement>("[data-bar]");
  const words = card.querySelector<HTMLElement>("[data-words]");
  const events = new EventSource(card.dataset.progress ?? "");
  events.addEventListener("message", (event: MessageEvent<string>) => {
    const told = JSON.parse(event.data) as Told;
    if (words) words.textContent = told.words;
    if (bar && told.total) {
      bar.max = told.total;
      bar.value = told.done;
    }
    for (const count of card.querySelectorAll<HTMLElement>("[data-count]"))
      count.textContent = String(told[count.dataset.count ?? ""] ?? 0);
  });
  events.addEventListener("over", () => {
    events.close();
    location.reload();
  });
}
