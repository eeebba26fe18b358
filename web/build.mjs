// src/*.ts and Natural Earth's outlines in, the files of src/onrecord/serve/static out. The same source gives the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const out = process.argv[2] ?? "../src/onrecord/serve/static";

await build({
  entryPoints: ["theme", "desk", "map", "plots"].map((name) => `src/${name}.ts`),
  outdir: out, bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", legalComments: "none",
  banner: { js: "/* Built from web/ by `make web`; do not edit. Licences of what is bundled: web/LICENCES.md */" },
});

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
