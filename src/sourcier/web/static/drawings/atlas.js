// The countries of the world (world-atlas, from Natural Earth), fetched once and named in the reader's language.

import "../vendor/d3.min.js";
import "../vendor/topojson-client.min.js";

const { d3, topojson } = globalThis;
const fetched = new Map();

/** {land, borders, named} at "110m" (coarse) or "50m". */
export function atlas(detail) {
  if (!fetched.has(detail)) {
    const asked = load(detail);
    asked.catch(() => fetched.delete(detail)); // so that the next drawing may ask again
    fetched.set(detail, asked);
  }
  return fetched.get(detail);
}

async function load(detail) {
  const answer = await fetch(new URL(`../vendor/countries-${detail}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`The atlas cannot be read: HTTP status ${answer.status}`);
  const topology = await answer.json();
  const countries = topology.objects.countries;
  return {
    land: topojson.feature(topology, topology.objects.land),
    borders: topojson.mesh(topology, countries, (a, b) => a !== b),
    named: (language, path) => named(topojson.feature(topology, countries).features, language, path),
  };
}

/** [{name, at, wide}]: where a country's name stands and how many pixels its largest part is wide; widest first. */
function named(features, language, path) {
  const names = new Intl.DisplayNames(language || undefined, { type: "region", fallback: "none" });
  const found = [];
  for (const feature of features) {
    const name = nameOf(feature.id, names);
    if (!name) continue;
    const main = mainPart(feature, path);
    const [[left], [right]] = path.bounds(main);
    const at = path.centroid(main);
    if (at.every(Number.isFinite) && right - left > 8) found.push({ name, at, wide: right - left });
  }
  return found.sort((a, b) => b.wide - a.wide);
}

/** The name of an ISO 3166-1 numeric code; undefined where CLDR knows none. */
function nameOf(code, names) {
  try {
    return names.of(new Intl.Locale(`und-${code}`).region);
  } catch {
    return undefined;
  }
}

/** The largest polygon: a country's name belongs on its mainland. */
function mainPart(feature, path) {
  const { type, coordinates } = feature.geometry;
  if (type !== "MultiPolygon") return feature;
  const parts = coordinates.map((polygon) => ({ type: "Polygon", coordinates: polygon }));
  return d3.greatest(parts, (one) => path.area(one));
}
