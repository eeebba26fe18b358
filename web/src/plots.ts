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
  when: Date; // somewhat beside the day where several were said on it
  said: string;
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
  const days = new Map<string, number>();
  const kept = figures.filter((figure) => figure.said && (figure.low !== null || figure.high !== null));
  const moments = kept.map((figure) => Date.parse(figure.said?.slice(0, 10) ?? ""));
  const beside = (Math.max(...moments) - Math.min(...moments)) * 0.015;
  return kept.map((figure) => {
    const said = figure.said?.slice(0, 10) ?? "";
    const before = days.get(said) ?? 0;
    days.set(said, before + 1);
    return {
      who: name(figure.holder),
      when: new Date(Date.parse(said) + before * beside),
      said,
      low: figure.low ?? least - room,
      high: figure.high ?? most + room,
      words: say(figure.low, figure.high),
      old: figure.superseded_by !== null,
    };
  });
}

/** One label a day, with everybody who gave a figure on it; at the ends it leans inwards. */
function labels(rows: Row[]): { when: Date; high: number; who: string; anchor: "start" | "middle" | "end" }[] {
  const days = [...Map.groupBy(rows, (row) => row.said)].sort(([one], [other]) => one.localeCompare(other));
  return days.map(([, some], index) => ({
    when: some[0]?.when ?? new Date(0),
    high: Math.max(...some.map((row) => row.high)),
    who: [...new Set(some.map((row) => row.who))].join(", "),
    anchor: index === 0 ? "start" : index === days.length - 1 ? "end" : "middle",
  }));
}

function drawn(rows: Row[], numbers: NonNullable<Claim["numbers"]>, width: number): SVGSVGElement | HTMLElement {
  const days = [...new Set(rows.map((row) => row.said))].map((day) => new Date(day));
  const ground = { x: "when", channels: { who: "who", figure: "words", on: "said" } } as const;
  const plot = Plot.plot({
    width,
    height: 300,
    marginTop: 34,
    marginLeft: 64,
    className: "over-time",
    ariaLabel: "Figures over time",
    x: { type: "utc", label: null, inset: 24, ...(days.length <= 7 ? { ticks: days, tickFormat: "%Y-%m-%d" } : {}) },
    y: { label: numbers.measure.what, grid: true, nice: true, tickFormat: (value: number) => number.format(value) },
    marks: [
      numbers.best === null ? null : Plot.ruleY([numbers.best], { strokeDasharray: "3 3", stroke: "currentColor" }),
      Plot.ruleX(rows, { ...ground, y1: "low", y2: "high", strokeWidth: 4, strokeOpacity: (row: Row) => (row.old ? 0.45 : 1), stroke: "currentColor" }),
      Plot.dot(rows.flatMap((row) => [{ ...row, end: row.low }, { ...row, end: row.high }]), { x: "when", y: "end", r: 4, fill: "currentColor" }),
      ...labels(rows).map((label) => Plot.text([label], { x: "when", y: "high", text: "who", dy: -11, fontWeight: 600, textAnchor: label.anchor })),
      Plot.tip(rows, Plot.pointerX({ ...ground, y: "high", format: { x: false, y: false }, fill: "var(--card)" })),
    ],
  });
  for (const style of plot.querySelectorAll("style")) style.remove(); // the policy allows none: desk.css has it
  return plot;
}

async function offer(box: HTMLElement): Promise<void> {
  const claim = (await (await fetch(box.dataset.from ?? "")).json()) as Claim;
  const names = claim.names ?? {};
  const rows = claim.numbers ? rowsOf(claim.numbers.series, (id) => names[id] ?? id) : [];
  if (!claim.numbers || new Set(rows.map((row) => row.said)).size < 2) return;
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
