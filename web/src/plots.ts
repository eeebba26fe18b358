// A claim's figures over time, drawn beside the server's plot by holder: who gave which range when, and what replaced it.
import * as Plot from "@observablehq/plot";

interface Figure {
  holder: string;
  low: number | null;
  high: number | null;
  said: string | null;
  superseded_by: string | null;
}
interface Claim {
  numbers: { best: number | null; unit: string | null; series: Figure[]; measure: { what: string } } | null;
  names?: Record<string, string>;
}
interface Row {
  who: string;
  when: Date;
  low: number;
  high: number;
  words: string;
  old: boolean;
}

const number = new Intl.NumberFormat("en");
const say = (low: number | null, high: number | null): string =>
  low === null ? `at most ${number.format(high ?? 0)}`
    : high === null ? `${number.format(low)} or more`
    : low === high ? number.format(low) : `${number.format(low)}–${number.format(high)}`;

function rowsOf(figures: Figure[], name: (id: string) => string): Row[] {
  const ends = figures.flatMap((figure) => [figure.low, figure.high]).filter((value) => value !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (most - least) * 0.25 || most * 0.1 || 1; // how far an open end is drawn
  return figures
    .filter((figure) => figure.said && (figure.low !== null || figure.high !== null))
    .map((figure) => ({
      who: name(figure.holder),
      when: new Date(figure.said ?? ""),
      low: figure.low ?? least - room,
      high: figure.high ?? most + room,
      words: say(figure.low, figure.high),
      old: figure.superseded_by !== null,
    }));
}

function drawn(rows: Row[], numbers: NonNullable<Claim["numbers"]>, width: number): SVGSVGElement | HTMLElement {
  const ground = { x: "when", channels: { who: "who", figure: "words" } } as const;
  const plot = Plot.plot({
    width,
    height: 300,
    marginLeft: 64,
    className: "over-time",
    ariaLabel: "Figures over time",
    x: { type: "utc", label: "said", inset: 24 },
    y: { label: numbers.measure.what, grid: true, nice: true, tickFormat: (value: number) => number.format(value) },
    marks: [
      numbers.best === null ? null : Plot.ruleY([numbers.best], { strokeDasharray: "3 3", stroke: "currentColor" }),
      Plot.ruleX(rows, { ...ground, y1: "low", y2: "high", strokeWidth: 4, strokeOpacity: (row: Row) => (row.old ? 0.45 : 1), stroke: "currentColor" }),
      Plot.tickY(rows.flatMap((row) => [{ ...row, end: row.low }, { ...row, end: row.high }]), { x: "when", y: "end", inset: -7, stroke: "currentColor" }),
      Plot.text(rows, { x: "when", y: "high", text: "who", dy: -9, fontWeight: 600 }),
      Plot.tip(rows, Plot.pointerX({ ...ground, y: "high", format: { x: (when: Date) => when.toISOString().slice(0, 10), y: false }, fill: "var(--card)" })),
    ],
  });
  for (const style of plot.querySelectorAll("style")) style.remove(); // the policy allows none: desk.css has it
  return plot;
}

async function offer(box: HTMLElement): Promise<void> {
  const claim = (await (await fetch(box.dataset.from ?? "")).json()) as Claim;
  const names = claim.names ?? {};
  const rows = claim.numbers ? rowsOf(claim.numbers.series, (id) => names[id] ?? id) : [];
  if (!claim.numbers || new Set(rows.map((row) => row.when.getTime())).size < 2) return;
  const [byHolder, numbers] = [[...box.childNodes], claim.numbers];
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Over time";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const overTime = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(overTime));
    box.replaceChildren(...(overTime ? [drawn(rows, numbers, Math.max(640, box.clientWidth))] : byHolder));
  });
  box.before(button);
}

for (const box of document.querySelectorAll<HTMLElement>("[data-plot=numbers]")) void offer(box);
