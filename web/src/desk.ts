// What every page of the desk gains with script. Each part looks for the elements it serves; a page without them is left alone.
import { followProgress, takeDrops } from "./adding";
import { offerSlider } from "./asof";
import { offerCopy } from "./copy";
import { listenToKeys } from "./keys";
import { lightTogether, offerQuiet } from "./lights";
import { showWhileTyping } from "./live";
import { offerMarked } from "./marked";
import { offerThemes } from "./toggle";

const each = <T extends Element>(selector: string, serve: (found: T) => void): void =>
  document.querySelectorAll<T>(selector).forEach(serve);

listenToKeys();
each<HTMLButtonElement>("[data-theme-toggle]", offerThemes);
each<HTMLButtonElement>("button[data-copy]", offerCopy);
each<HTMLFormElement>("form[data-live]", showWhileTyping);
each<HTMLFormElement>("form[data-asof]", (form) => void offerSlider(form));
each<HTMLElement>("[data-lights]", lightTogether);
each<HTMLInputElement>("input[data-quiet]", (box) => each("[data-lights]", (text) => offerQuiet(box, text)));
each<HTMLElement>(".item blockquote", (quote) => {
  const words = quote.querySelector<HTMLElement>(".cue, .content");
  if (words) quote.scrollTop = words.offsetTop - quote.offsetTop - 40; // a long paragraph shows its lit words
});
each<HTMLElement>("[data-drop]", takeDrops);
each<HTMLElement>("[data-progress]", followProgress);
each<HTMLElement>("section[data-item]", offerMarked);
each<HTMLButtonElement>("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
