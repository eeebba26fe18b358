// Buttons that copy the words of another element (data-copy: its id). Without script the words can be marked by hand.
export function say(words: string): void {
  const old = document.querySelector(".toast");
  const toast = old ?? document.body.appendChild(document.createElement("div"));
  toast.className = "toast";
  toast.setAttribute("role", "status");
  toast.textContent = words;
  setTimeout(() => toast.remove(), 3000);
}

export function offerCopy(button: HTMLButtonElement): void {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      say("Copied.");
    } catch {
      getSelection()?.selectAllChildren(source); // not allowed: marked instead, ready for Ctrl+C
      say("Marked: copy it with Ctrl+C.");
    }
  });
}
