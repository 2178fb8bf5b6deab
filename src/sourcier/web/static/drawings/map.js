// The map: the places of a story, each a circle whose area is the number of its articles.
//
// Reads, in the table or list that `data-of` names, the items `[data-lat][data-lon]`: data-count, their first link, and
// the parts name, country, count.

import "../vendor/d3.min.js";
import { atlas } from "./atlas.js";
import { fontOf, overlap, width as wide } from "./lettering.js";
import { address, element, label, part } from "./parts.js";
import { fitted, isWorld } from "./projection.js";
import { rove } from "./roving.js";
import { makeTip } from "./tip.js";
import { makeTools, makeZoom } from "./zooming.js";

const d3 = globalThis.d3;
const SMALLEST = 3.5; // pixels: radius of a place with one article
const CLOSEST = { world: 40, region: 10 }; // times that it can be enlarged: the atlas has no finer coasts
const PAN = 60; // pixels for a press of Shift and an arrow key
const TOWARDS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Draws it; false where no place has coordinates. */
export async function draw(figure, source, width) {
  const places = read(source);
  if (!places.length) {
    figure.replaceChildren();
    return false;
  }
  const world = isWorld(places);
  const height = Math.round(Math.min(560, width * (world ? 0.46 : width < 600 ? 0.85 : 0.58)));
  const projection = fitted(places, width, height);
  const countries = await atlas(world ? "110m" : "50m");
  for (const place of places) place.home = projection([place.lon, place.lat]);
  const largest = Math.max(9, Math.min(26, width / 34));
  const most = d3.max(places, (place) => place.count);
  // Area by count, at the scale that gives the largest its room; one article is still a dot to be seen and hit.
  for (const place of places) place.r = Math.max(SMALLEST, largest * Math.sqrt(place.count / Math.max(most, 8)));

  const plane = element("div", "plane");
  let zoom = null;
  const head = element("div", "head");
  head.append(element("span"), makeTools(figure, plane, () => zoom));
  figure.replaceChildren(head, plane);
  const svg = d3.select(plane).append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height);
  const ground = svg.append("g").attr("class", "ground").attr("aria-hidden", "true");
  const names = svg.append("g").attr("aria-hidden", "true");
  const tip = makeTip(plane);
  const layer = svg.append("g");
  const land = ground.append("path").attr("class", "land");
  const borders = ground.append("path").attr("class", "borders");
  const path = d3.geoPath(projection);
  const shape = (found) => {
    land.attr("d", path(found.land));
    borders.attr("d", path(found.borders));
  };
  shape(countries);
  let finer = !world;

  const marks = layer.selectAll("a").data(places.slice().sort((a, b) => b.count - a.count)).join("a")
    .attr("class", "mark place").attr("href", (place) => place.href).attr("tabindex", -1).attr("aria-label", (place) => place.title)
    .each(function make(place) {
      place.node = this;
      const mark = d3.select(this);
      mark.append("circle").attr("class", "hit").attr("r", Math.max(12, place.r + 2));
      mark.append("circle").attr("class", "dot").attr("r", place.r);
      const text = mark.append("text").attr("class", "words");
      if (place.name.lang) text.attr("lang", place.name.lang);
      for (const on of ["pointerenter", "focus"]) this.addEventListener(on, () => tip.show(this.querySelector(".dot").getBoundingClientRect(), place.lines));
      for (const off of ["pointerleave", "blur"]) this.addEventListener(off, tip.hide);
    });
  const fonts = { words: fontOf(layer.select("text").node()), country: probe(names) };
  const regions = countries.named(document.documentElement.lang, path);
  let transform = d3.zoomIdentity;
  const put = () => {
    ground.attr("transform", transform);
    for (const place of places) [place.x, place.y] = transform.apply(place.home);
    marks.attr("transform", (place) => `translate(${place.x},${place.y})`);
    letter(places, regions, { names, transform, fonts, width, height });
    if (!finer && transform.k > 2.5) {
      finer = true;
      atlas("50m").then(shape);
    }
  };
  let waiting = 0;
  zoom = makeZoom(svg, {
    extent: [[0, 0], [width, height]],
    most: world ? CLOSEST.world : CLOSEST.region,
    onZoom(next) {
      transform = next;
      tip.away();
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(put);
    },
  });
  put();
  const keys = rove(plane, {
    order: () => places,
    step: (place, key) => towards(places, place, TOWARDS[key]),
    nodeOf(place) {
      const inside = place.x > 0 && place.x < width && place.y > 0 && place.y < height;
      if (!inside) {
        zoom.jump(transform.translate((width / 2 - place.x) / transform.k, (height / 2 - place.y) / transform.k));
        put();
      }
      return place.node;
    },
  });
  keys.refresh();
  plane.addEventListener("keydown", (event) => {
    if (!event.shiftKey || !(event.key in TOWARDS)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const [dx, dy] = TOWARDS[event.key];
    zoom.shift((-dx * PAN) / transform.k, (-dy * PAN) / transform.k);
  }, { capture: true });
  figure.append(element("p", "hint", label(figure, "hint")));
  return true;
}

function read(source) {
  const places = [];
  for (const item of source.querySelectorAll("[data-lat][data-lon]")) {
    const [lat, lon] = [item.dataset.lat, item.dataset.lon].map((text) => (text.trim() ? Number(text) : NaN));
    const name = part(item, "name");
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || !name) continue;
    const country = part(item, "country");
    const said = part(item, "count");
    places.push({
      lat,
      lon,
      name,
      count: Math.max(1, Number(item.dataset.count) || 1),
      href: address(item, { link: true }),
      title: [name.text, country?.text, said?.text].filter(Boolean).join(", "),
      lines: [{ ...name, className: "words" }, country && { ...country, className: "when" }, said && { ...said, className: "when" }],
    });
  }
  return places;
}

/** The nearest place in the direction of an arrow key: near, and not far aside. */
function towards(places, from, [dx, dy]) {
  return d3.least(
    places.filter((place) => place !== from && (place.x - from.x) * dx + (place.y - from.y) * dy > 0.5),
    (place) => {
      const [x, y] = [place.x - from.x, place.y - from.y];
      return Math.hypot(x, y) + 2 * Math.abs(x * dy) + 2 * Math.abs(y * dx);
    },
  );
}

function probe(names) {
  const text = names.append("text").attr("class", "country");
  const font = fontOf(text.node());
  text.remove();
  return font;
}

/** Names of places, most articles first, each at the first of eight sides that is free; then names of countries. */
function letter(places, regions, { names, transform, fonts, width, height }) {
  // Labels keep off the circles, each other, and the buttons in the corner.
  const frame = (box) => box.left >= 2 && box.right <= width - 2 && box.top >= 2 && box.bottom <= height - 2;
  const taken = places.map((place) => ({ left: place.x - place.r, right: place.x + place.r, top: place.y - place.r, bottom: place.y + place.r, place }));
  taken.push({ left: width - 46, right: width, top: 0, bottom: 118, place: null });
  const free = (box, own) => frame(box) && !taken.some((other) => other.place !== own && overlap(box, other));
  for (const place of d3.sort(places, (a, b) => b.count - a.count)) {
    const long = wide(place.name.text, fonts.words);
    const gap = place.r + 4;
    const aside = place.r * 0.7 + 3;
    const sides = [
      ["start", gap, 0], ["end", -gap, 0], ["middle", 0, -gap - 7], ["middle", 0, gap + 8],
      ["start", aside, -aside - 5], ["start", aside, aside + 5], ["end", -aside, -aside - 5], ["end", -aside, aside + 5],
    ];
    const side = sides.find(([anchor, x, y]) => {
      const left = place.x + x - (anchor === "end" ? long : anchor === "middle" ? long / 2 : 0);
      const box = { left: left - 1, right: left + long + 1, top: place.y + y - 9, bottom: place.y + y + 9, place: null };
      if (!free(box, place)) return false;
      taken.push(box);
      return true;
    });
    const text = place.node.lastChild;
    text.textContent = side ? place.name.text : "";
    if (side) d3.select(text).attr("text-anchor", side[0]).attr("x", side[1]).attr("y", side[2]);
  }
  const shown = [];
  for (const region of regions) {
    const [x, y] = transform.apply(region.at);
    const long = region.name.length * 3 + wide(region.name.toUpperCase(), fonts.country);
    if (region.wide * transform.k < Math.max(70, long * 1.25)) continue;
    const box = { left: x - long / 2 - 4, right: x + long / 2 + 4, top: y - 9, bottom: y + 9, place: null };
    if (!free(box, region)) continue;
    taken.push(box);
    shown.push({ name: region.name, x, y });
  }
  names.selectAll("text").data(shown, (region) => region.name).join("text").attr("class", "country")
    .attr("x", (region) => region.x).attr("y", (region) => region.y).text((region) => region.name);
}
