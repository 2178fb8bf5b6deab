// The projection that shows a set of places best.

import "../vendor/d3.min.js";

const d3 = globalThis.d3;
const WORLD = 110; // degrees of longitude from which on the whole world is shown
const LEAST = 7; // degrees that are shown around a single place: a country, not a street
const MARGIN = 0.12; // of the width and height, kept free around the places

/** Whether places span so much of the world that it is drawn whole. */
export function isWorld(places) {
  const { breadth, south, north } = bounds(places);
  return breadth > WORLD || north - south > 80;
}

/** A projection fitted to the places: the world whole, low latitudes by Mercator, others by an equal-area cone. */
export function fitted(places, width, height) {
  const { middle, breadth, south, north } = bounds(places);
  if (isWorld(places)) return wholeWorld(south, width, height);
  const centre = (south + north) / 2;
  const tall = Math.max(north - south, LEAST) / 2;
  const broad = Math.max(breadth, LEAST) / 2;
  const projection =
    Math.abs(centre) < 18
      ? d3.geoMercator()
      : d3.geoConicEqualArea().parallels([centre - tall / 2, centre + tall / 2]);
  const corners = [-broad, 0, broad].flatMap((x) => [-tall, tall].map((y) => [turn(middle + x), Math.max(-85, Math.min(85, centre + y))]));
  return projection
    .rotate([-middle, 0])
    .fitExtent([[width * MARGIN, height * MARGIN], [width * (1 - MARGIN), height * (1 - MARGIN)]], { type: "MultiPoint", coordinates: corners })
    .clipExtent([[-width / 2, -height / 2], [width * 1.5, height * 1.5]]);
}

/** The world without Antarctica, unless the news is from there. */
function wholeWorld(south, width, height) {
  const frame = [[4, 4], [width - 4, height - 4]];
  const projection = d3.geoNaturalEarth1();
  if (south < -56) return projection.fitExtent(frame, { type: "Sphere" });
  const ends = { type: "MultiPoint", coordinates: [[-179.9, 0], [179.9, 0], [0, 82], [0, -56]] };
  return projection.fitExtent(frame, ends).clipExtent([[0, 0], [width, height]]);
}

/** The smallest frame of longitudes, over the date line where that is shorter, and of latitudes. */
function bounds(places) {
  const sorted = places.map((place) => place.lon).sort(d3.ascending);
  let gap = sorted[0] + 360 - sorted[sorted.length - 1];
  let east = sorted[sorted.length - 1];
  for (let index = 1; index < sorted.length; index += 1) {
    if (sorted[index] - sorted[index - 1] <= gap) continue;
    gap = sorted[index] - sorted[index - 1];
    east = sorted[index - 1];
  }
  const breadth = 360 - gap;
  const [south, north] = d3.extent(places, (place) => place.lat);
  return { middle: turn(east - breadth / 2), breadth, south, north };
}

function turn(longitude) {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}
