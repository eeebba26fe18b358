// A filter form (data-live: id of its results) that shows its results while one types. The address follows, so that it can
// be shared; without script the form's button does the same.
export function showWhileTyping(form: HTMLFormElement): void {
  const target = form.dataset.live ?? "";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  const show = async (): Promise<void> => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) asked.append(name, value);
    const address = `${form.getAttribute("action")}?${asked}`;
    running?.abort();
    running = new AbortController();
    const box = document.getElementById(target);
    box?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: running.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(target) ?? page.querySelector("main");
      if (found && box) box.replaceChildren(...found.childNodes);
      history.replaceState(null, "", address);
      box?.removeAttribute("aria-busy");
    } catch (error) {
      if (!(error instanceof DOMException)) form.submit();
    }
  };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    const slow = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    waiting = setTimeout(() => void show(), slow ? 300 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });
}
