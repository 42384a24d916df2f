// Draws the land once, as one path of SVG without borders, and says where on it each ISO 3166 alpha-3 code lies.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { geoEqualEarth, geoPath } from "d3-geo";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";

const WIDTH = 960;
const HEIGHT = 420;
const ANTARCTICA = "010";

export function world(modules) {
  const read = (name) => JSON.parse(readFileSync(join(modules, "world-atlas", name), "utf8"));
  const coarse = read("countries-110m.json");
  const fine = read("countries-50m.json");
  const shapes = feature(fine, fine.objects.countries).features.filter((one) => one.id !== ANTARCTICA);
  const inhabited = feature(coarse, coarse.objects.countries).features.filter((one) => one.id !== ANTARCTICA);
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: "FeatureCollection", features: inhabited });
  const path = geoPath(projection).digits(1);
  const places = {};
  // some codes have islands of their own: the mark lies on the largest shape, which comes last here
  for (const shape of shapes.map((one) => ({ ...one, ...largest(one, path) })).sort(by(path))) {
    const code = countries.numericToAlpha3(shape.id);
    if (code) places[code] = path.centroid(shape.part).map((each) => Math.round(each));
  }
  return { width: WIDTH, height: HEIGHT, land: inhabited.map((one) => path(one)).join(""), places };
}

// the mark of a country lies on its largest part: that of France is not in the Atlantic
function largest(shape, path) {
  if (shape.geometry.type !== "MultiPolygon") return { part: shape.geometry };
  const parts = shape.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return { part: parts.reduce((most, part) => (path.area(part) > path.area(most) ? part : most)) };
}

function by(path) {
  return (one, other) => path.area(one.part) - path.area(other.part);
}
