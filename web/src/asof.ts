// The date bar's slider: from the first month that the ledger knows to its last, with how much was said in each. Moving it
// fills the date field; letting go shows the page as it stood then. The far right is the present.
interface Timeline {
  months: [month: string, statements: number][];
}
const DAY = 86_400_000;
const iso = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const number = (date: string): number => Math.floor(Date.parse(date) / DAY);

function histogram(months: Timeline["months"], first: number, last: number): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 1000 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const most = Math.max(...months.map(([, many]) => many));
  const place = (day: number): number => (1000 * (day - first)) / (last - first);
  const path = months.map(([month, many]) => {
    const from = place(number(`${month}-01`));
    const height = 6 + 90 * Math.sqrt(many / most);
    return `M${from.toFixed(1)} 100V${(100 - height).toFixed(1)}H${Math.min(1000, from + 26_500 / (last - first)).toFixed(1)}V100Z`;
  });
  const bars = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  bars.setAttribute("d", path.join(""));
  return svg;
}

export async function offerSlider(form: HTMLFormElement): Promise<void> {
  const slot = form.querySelector("[data-slide]");
  const field = form.querySelector<HTMLInputElement>("input[name=as_of]");
  if (!slot || !field) return;
  const answer = await fetch("/timeline.json");
  const months = answer.ok ? ((await answer.json()) as Timeline).months : [];
  const [start, end] = [months[0]?.[0], months.at(-1)?.[0]];
  if (!start || !end) return;
  const first = number(`${start}-01`);
  const last = number(`${end}-01`) + 32;
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: String(first), max: String(last), value: String(field.value ? number(field.value) : last) });
  slider.setAttribute("aria-label", "As known on");
  const show = (): void => {
    const present = Number(slider.value) >= last;
    field.value = present ? "" : iso(Number(slider.value));
    slider.setAttribute("aria-valuetext", present ? "the present" : field.value);
  };
  slider.setAttribute("aria-valuetext", field.value || "the present");
  slider.addEventListener("input", show);
  let byKey = false; // each press of an arrow key is a "change": then Enter shows the page
  slider.addEventListener("keydown", (event) => {
    byKey = event.key !== "Enter";
    if (!byKey) form.requestSubmit();
  });
  slider.addEventListener("pointerdown", () => (byKey = false));
  slider.addEventListener("change", () => byKey || form.requestSubmit());
  slot.append(histogram(months, first, last), slider);
}
