// The map page: the places as JSON and the outlines of the world in, a map that can be moved and zoomed out, in place of the
// one that the server drew. Disputed borders are dashed and name their parties; no outline says whose a place is.
import { geoCircle, geoDistance, geoEqualEarth, geoPath, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";

interface Area {
  name: string;
  latitude: number;
  longitude: number;
  km: number;
  outline: string | null;
}
interface Spot {
  number: number;
  role: "happened" | "said";
  area: Area & { kind: string; vague: boolean; disputed: string[] };
  claims: unknown[];
}
interface Contested extends Area {
  parties: string[];
  codes: string[];
  line: boolean;
}
interface Places {
  spots: Spot[];
  contested: Contested[];
}
type World = Topology<{ countries: GeometryCollection }>;
type Point = [number, number];
type Line = Point[];

const WIDTH = 960;
const HEIGHT = 520;
const MOSTLY = 0.8; // share of the claims that the picture is cut to, at first
const KM_A_DEGREE = 111.2;
const RADIANS = Math.PI / 180;

const circle = (area: Area): GeoPermissibleObjects =>
  geoCircle().center([area.longitude, area.latitude]).radius(area.km / KM_A_DEGREE).precision(4)();

// ------------------------------------------------------------------------------------------------------------- borders

interface Borders {
  settled: GeoPermissibleObjects;
  open: GeoPermissibleObjects;
}

/** A border is open where its two countries are parties to a dispute: all of it where the dispute is about a line or a whole
 * country, else as far as the disputed area reaches. */
function sortBorders(world: World, contested: Contested[]): Borders {
  const parties = (a: GeometryObject, b: GeometryObject): Contested[] =>
    contested.filter((area) => area.codes.includes(String(a.id)) && area.codes.includes(String(b.id)));
  const kind = (a: GeometryObject, b: GeometryObject): "whole" | "part" | "none" => {
    if (!a.id || !b.id) return "whole";
    const found = parties(a, b);
    return found.some((area) => area.line || area.outline) ? "whole" : found.length ? "part" : "none";
  };
  const lines = (wanted: string): Line[] =>
    mesh(world, world.objects.countries, (a, b) => a !== b && kind(a, b) === wanted).coordinates as Line[];
  const near = (point: Point): boolean =>
    contested.some((area) => geoDistance(point, [area.longitude, area.latitude]) / RADIANS < (1.15 * area.km) / KM_A_DEGREE);

  const settled = lines("none");
  const open = lines("whole");
  for (const line of lines("part"))
    for (let at = 1; at < line.length; at++) {
      const pair = [line[at - 1], line[at]] as Line;
      (near(pair[0] as Point) || near(pair[1] as Point) ? open : settled).push(pair);
    }
  const drawn = (coordinates: Line[]): GeoPermissibleObjects => ({ type: "MultiLineString", coordinates: joined(coordinates) });
  return { settled: drawn(settled), open: drawn(open) };
}

/** Pieces that continue one another become one line, so that dashes run through. */
function joined(lines: Line[]): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    const last = kept.at(-1);
    const [end, start] = [last?.at(-1), line[0]];
    if (last && end && start && end[0] === start[0] && end[1] === start[1]) last.push(...line.slice(1));
    else kept.push([...line]);
  }
  return kept;
}

// -------------------------------------------------------------------------------------------------------------- drawing

const SVG = "http://www.w3.org/2000/svg";

function draw<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

function titled(words: string): SVGTitleElement {
  const title = draw("title", {});
  title.textContent = words;
  return title;
}

function hatch(): SVGElement {
  const size = { width: 7, height: 7 };
  const pattern = draw("pattern", { id: "hatched", ...size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("rect", { class: "land", ...size }), draw("path", { class: "hatch", d: "M0 0V7" }));
  return draw("defs", {}, pattern);
}

/** A projection of equal areas whose middle is that of the places, and which holds where most happened, whole countries aside. */
function fitted(spots: Spot[]): GeoProjection {
  const small = spots.filter((spot) => !spot.area.outline && spot.area.km < 1500);
  const happened = small.filter((spot) => spot.role === "happened"); // where it was said is often far away
  const some = [happened, small, spots].find((found) => found.length) ?? [];
  const all = some.reduce((sum, spot) => sum + spot.claims.length, 0);
  let sofar = 0;
  const shown = [...some].sort((a, b) => b.claims.length - a.claims.length).filter((spot) => {
    const kept = sofar < MOSTLY * all;
    sofar += spot.claims.length;
    return kept;
  });
  if (!shown.length) return geoEqualEarth().fitExtent([[8, 8], [WIDTH - 8, HEIGHT - 8]], { type: "Sphere" });
  const middle = shown.reduce((sum, spot) => sum + spot.area.longitude, 0) / shown.length;
  const rings = shown.map((spot) => circle({ ...spot.area, km: Math.max(spot.area.km, 350) }));
  const bounds = { type: "GeometryCollection", geometries: rings } as GeoPermissibleObjects;
  return geoEqualEarth().rotate([-middle, 0]).fitExtent([[30, 30], [WIDTH - 30, HEIGHT - 30]], bounds);
}

class WorldMap {
  private readonly layers: [element: SVGPathElement, shape: GeoPermissibleObjects][] = [];
  private readonly labels: [element: SVGTextElement, at: Point, room: number][] = [];
  private readonly first: { scale: number; translate: Point };
  readonly svg: SVGSVGElement;

  constructor(world: World, places: Places, private readonly projection: GeoProjection) {
    const many = places.spots.length;
    this.svg = draw("svg", { class: "map", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMid slice", role: "group", tabindex: 0,
      "aria-label": `Map of ${many} places. Arrow keys move it, plus and minus zoom.` });
    this.first = { scale: projection.scale(), translate: projection.translate() };
    const countries = feature(world, world.objects.countries);
    const outlines = new Map(countries.features.map((country) => [String(country.id ?? ""), country]));
    this.svg.append(hatch());
    this.layer("land", countries);
    const order = [...places.spots].sort((a, b) => b.area.km - a.area.km);
    for (const spot of order) if (spot.area.outline) this.spot(spot, outlines.get(spot.area.outline) ?? circle(spot.area), " whole");
    const borders = sortBorders(world, places.contested);
    const clip = this.svg.appendChild(draw("clipPath", { id: "on-land" }));
    this.layer("", countries, "", clip);
    const hatching = this.svg.appendChild(draw("g", { fill: "url(#hatched)", "clip-path": "url(#on-land)" }));
    for (const area of places.contested) {
      if (area.line) continue;
      const shape = (area.outline && outlines.get(area.outline)) || circle(area);
      this.layer("hatching", shape, "", hatching); // whatever country is lit below it
      const edge = this.layer("contested", shape, `${area.name}: disputed between ${area.parties.join(", ")}`);
      edge.setAttribute("fill", "none");
      edge.setAttribute("pointer-events", "all");
    }
    this.layer("border", borders.settled);
    this.layer("border open", borders.open);
    for (const spot of order) if (!spot.area.outline) this.spot(spot, circle(spot.area));
    for (const spot of [...places.spots].sort((a, b) => a.area.km - b.area.km)) this.label(spot.area);
    this.render();
    this.listen();
  }

  private layer(kind: string, shape: GeoPermissibleObjects, words = "", into: SVGElement = this.svg): SVGPathElement {
    const path = into.appendChild(draw("path", { class: kind }));
    if (words) path.append(titled(words));
    this.layers.push([path, shape]);
    return path;
  }

  private spot(spot: Spot, shape: GeoPermissibleObjects, more = ""): void {
    const many = spot.claims.length;
    const disputed = spot.area.disputed.length ? `; disputed between ${spot.area.disputed.join(", ")}` : "";
    const words = `${spot.area.name} (${spot.area.kind}): ${many} claim${many === 1 ? "" : "s"} ${spot.role} here${disputed}`;
    const link = this.svg.appendChild(draw("a", { href: `#place-${spot.number}`, "aria-label": words }));
    this.layer(`${spot.role}${spot.area.vague ? " vague" : ""}${more}`, shape, words, link);
  }

  private label(area: Area): void {
    const text = this.svg.appendChild(draw("text", { "text-anchor": "middle" }));
    text.textContent = area.name;
    this.labels.push([text, [area.longitude, area.latitude], 4.2 * area.name.length]);
  }

  private render(): void {
    const path = geoPath(this.projection.clipExtent([[-20, -20], [WIDTH + 20, HEIGHT + 20]])).digits(1);
    for (const [element, shape] of this.layers) element.setAttribute("d", path(shape) ?? "");
    const taken: [number, number, number][] = [];
    for (const [text, at, half] of this.labels) {
      const [x, y] = this.projection(at) ?? [-99, -99];
      const free = taken.every(([a, b, other]) => Math.abs(y - b) > 16 || Math.abs(x - a) > half + other);
      const inside = x > half && x < WIDTH - half && y > 14 && y < HEIGHT - 14;
      text.toggleAttribute("hidden", !(free && inside));
      text.setAttribute("x", x.toFixed(0));
      text.setAttribute("y", (y + 4).toFixed(0));
      if (free && inside) taken.push([x, y, half]);
    }
  }

  zoom(by: number): void {
    const [x, y] = this.projection.translate();
    const [middle, centre] = [WIDTH / 2, HEIGHT / 2];
    const scale = Math.max(100, Math.min(60_000, this.projection.scale() * by));
    const real = scale / this.projection.scale();
    this.projection.scale(scale).translate([middle + (x - middle) * real, centre + (y - centre) * real]);
    this.render();
  }

  move(dx: number, dy: number): void {
    const [x, y] = this.projection.translate();
    this.projection.translate([x + dx, y + dy]);
    this.render();
  }

  reset(): void {
    this.projection.scale(this.first.scale).translate(this.first.translate);
    this.render();
  }

  private listen(): void {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.move(60, 0), ArrowRight: () => this.move(-60, 0), ArrowUp: () => this.move(0, 60),
      ArrowDown: () => this.move(0, -60), "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5),
    };
    this.svg.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey) return;
      act();
      event.preventDefault();
    });
    this.svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // a page is scrolled with the wheel alone
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8);
      event.preventDefault();
    }, { passive: false });
    let from: Point | undefined;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "touch" && !(event.target as Element).closest("a")) from = [event.clientX, event.clientY];
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const share = WIDTH / this.svg.clientWidth;
      this.move((event.clientX - from[0]) * share, (event.clientY - from[1]) * share);
      from = [event.clientX, event.clientY];
    });
    addEventListener("pointerup", () => (from = undefined));
  }
}

function button(words: string, sign: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: sign, title: words });
  made.setAttribute("aria-label", words);
  made.addEventListener("click", act);
  return made;
}

async function show(box: HTMLElement): Promise<void> {
  const [places, world] = await Promise.all(
    [box.dataset.map, box.dataset.world].map(async (address) => (await fetch(address ?? "")).json()),
  ) as [Places, World];
  const map = new WorldMap(world, places, fitted(places.spots));
  const tools = document.createElement("div");
  tools.className = "zoom noprint";
  tools.append(
    button("Zoom in", "+", () => map.zoom(1.6)),
    button("Zoom out", "−", () => map.zoom(1 / 1.6)),
    button("Show all", "⤢", () => map.reset()),
  );
  box.replaceChildren(map.svg, tools);
}

for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) void show(box);
