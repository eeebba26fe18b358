// src/*.ts and Natural Earth's outlines in, the files of src/onrecord/serve/static out. The same source gives the same bytes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const out = process.argv[2] ?? "../src/onrecord/serve/static";

const built = await build({
  entryPoints: ["theme", "desk", "map", "plots"].map((name) => `src/${name}.ts`),
  outdir: out, bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", legalComments: "none", metafile: true,
  banner: { js: "/* Built from web/ by `make web`; do not edit. Licences of what is bundled: licences.txt */" },
});

// The licences of what was bundled, as the packages bring them.
const bundled = Object.keys(built.metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
const licences = [...new Set([...bundled, "world-atlas"])].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const file = readdirSync(`node_modules/${name}`).find((found) => /^licen[cs]e/i.test(found));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`node_modules/${name}/${file}`, "utf8").trim() : ""}\n`;
});
writeFileSync(`${out}/licences.txt`, `The desk's scripts hold parts of these packages; its outlines are Natural Earth's (public domain).\n\n${licences.join(`\n${"-".repeat(80)}\n\n`)}`);

// The outlines: countries of world-atlas (Natural Earth 1:50m, public domain), each under its ISO code, simplified to what
// a map of the world on a page can show. Areas without a code of their own keep none: nothing here says whose they are.
const codes = new Map(require("i18n-iso-countries/codes.json").map(([alpha2, , numeric]) => [numeric, alpha2]));
const names = { Kosovo: "XK" };
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
const countries = feature(atlas, atlas.objects.countries);
for (const country of countries.features) {
  country.id = names[country.properties.name] ?? codes.get(country.id);
  country.properties = {};
}
countries.features = countries.features.filter((country) => country.id !== "AQ");
let world = presimplify(topology({ countries }, 1e5));
world = filter(simplify(world, 0.01), filterWeight(world, 0.01));
const again = topology({ countries: feature(world, world.objects.countries) }, 2e4);
writeFileSync(`${out}/world.json`, JSON.stringify(again) + "\n");
