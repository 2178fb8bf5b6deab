// The marks of a timeline: shape, label, the bar of an interval, the way from an old date to the new one.

import "../vendor/d3.min.js";
import { BESIDE, isBroad } from "./lanes.js";
import { width as wide } from "./lettering.js";
import { label } from "./parts.js";
import { shape } from "./shapes.js";

const d3 = globalThis.d3;
export const SIDE = 8; // pixels beside the axis, so that a mark on the first day is whole

/**
 * The layer of marks. A mark's datum is its event, the same object at every zoom, or a heap of events.
 *
 * @param floor y of the axis
 * @param closer function (from, to) that enlarges these times; false where that would not help
 */
export function marksOf(layer, { floor, inner, font, tip, figure, closer }) {
  const nodes = new Map();
  const spotOf = (datum) => datum.spot;

  function draw(layout, shift, held) {
    const { pitch } = layout;
    const spots = spotsOf(layout);
    const seen = (spot) => spot.right + shift > -24 && spot.left + shift < inner + 24;
    const data = spots.filter((spot) => seen(spot) || spot.datum === held).map((spot) => spot.datum);
    layer.selectAll("a.mark").data(data, (datum) => datum.key).join(
      (enter) => enter.append("a").each(function make(datum) {
        datum.heap ? makeHeap(this, datum, { figure, closer }) : makeMark(this, datum);
        nodes.set(datum, this);
        for (const on of ["pointerenter", "focus"]) this.addEventListener(on, () => tip.show(this.querySelector(".hit").getBoundingClientRect(), linesOf(datum, figure)));
        for (const off of ["pointerleave", "blur"]) this.addEventListener(off, tip.hide);
      }),
      (update) => update,
      (exit) => exit.each((datum) => nodes.delete(datum)).remove(),
    ).each(function put(datum) {
      const spot = spotOf(datum);
      const y = floor - 4 - (spot.lane + 0.5) * pitch - (datum.heap ? 3 : 0);
      this.setAttribute("transform", `translate(${spot.x + shift},${y})`);
      if (this.layout !== layout && !datum.heap) dress(this, datum, layout, font);
      this.layout = layout;
      if (datum.bar) slide(this, spot, shift);
      else this.classList.toggle("aside", spot.x + shift < -SIDE); // half a label says nothing
    });
  }

  return {
    draw,
    order: (layout) => spotsOf(layout).map((spot) => spot.datum),
    x: (datum) => spotOf(datum).x,
    node: (datum) => nodes.get(datum),
  };
}

/** All that a layout holds, in order of time; each datum learns its spot. */
function spotsOf(layout) {
  if (layout.spots) return layout.spots;
  for (const spot of layout.placed) spot.datum = spot.event;
  for (const spot of layout.heaps) {
    spot.datum = spot;
    spot.left = spot.x - 14;
    spot.right = spot.x + 14;
    spot.key = `heap-${spot.heap[0].key}-${spot.heap.length}`;
  }
  layout.spots = [...layout.placed, ...layout.heaps].sort((a, b) => a.x - b.x);
  for (const spot of layout.spots) spot.datum.spot = spot;
  return layout.spots;
}

function linesOf(datum, figure) {
  if (datum.heap) return [{ text: label(figure, "more", datum.heap.length), className: "words" }];
  const { type, status, when, words } = datum.parts;
  const kind = [type?.text, status?.text].filter(Boolean).join(", ");
  return [
    { text: kind, lang: type?.lang, className: `kind s-${datum.status}` },
    when && { ...when, className: "when" },
    words && words !== type && { ...words, className: "words" },
  ];
}

function makeMark(node, event) {
  const { type, status, when, words } = event.parts;
  const mark = d3.select(node).attr("class", `mark s-${event.status}`).attr("href", event.href).attr("tabindex", -1);
  const name = [type, status, when].map((one) => one?.text).filter(Boolean).join(", ");
  mark.attr("aria-label", words && words !== type ? `${name}: ${words.text}` : name);
  if (event.before !== null) {
    mark.append("path").attr("class", "way");
    mark.append("circle").attr("class", "ghost").attr("r", 3.5);
  }
  mark.append("path").attr("class", event.bar ? "band" : "whisker");
  const face = mark.append("g").attr("class", "face");
  face.append("circle").attr("class", "hit");
  face.append("path").attr("class", "shape").attr("d", shape(event.status));
  const text = face.append("text").attr("class", "words").attr("dy", ".33em");
  if (words?.lang) text.attr("lang", words.lang);
}

function makeHeap(node, datum, { figure, closer }) {
  const mark = d3.select(node).attr("class", "mark heap").attr("href", `#${figure.dataset.of}`).attr("tabindex", -1);
  mark.attr("aria-label", label(figure, "more", datum.heap.length));
  mark.append("circle").attr("class", "hit").attr("r", 11);
  mark.append("text").attr("class", "label").attr("dy", ".33em").text(`+${datum.heap.length}`);
  node.addEventListener("click", (event) => {
    const reach = [d3.min(datum.heap, (one) => one.reach[0]), d3.max(datum.heap, (one) => one.reach[1])];
    if (closer(...reach)) event.preventDefault();
  });
}

/** What depends on the scale: sizes, the label's words, how far the bar or the way reaches. */
function dress(node, event, { k, pitch, scale }, font) {
  const { spot } = event;
  // Of two thousand marks nearly all stay as they are from one scale to the next.
  const look = spot.dense && !spot.text && !event.bar ? pitch : null;
  if (look !== null && node.look === look) return;
  node.look = look;
  const mark = d3.select(node);
  mark.classed("dense", spot.dense);
  mark.select(".hit").attr("r", Math.min(12, pitch / 2 + 0.5));
  mark.select(".shape").attr("transform", spot.dense ? `scale(${Math.min(0.9, pitch / 13)})` : null);
  mark.select("text.words").text(spot.text).attr("text-anchor", spot.anchor).attr("x", spot.anchor === "end" ? -BESIDE : BESIDE);
  spot.long = spot.text ? BESIDE + wide(spot.text, font) : 6;
  const at = (time) => scale(time) - spot.x;
  const half = Math.min(9, pitch / 2 - 1);
  if (event.bar) {
    const [, right] = event.bar.map(at);
    spot.reach = right;
    mark.select(".band").attr("d", `M0,${-half}H${Math.max(3, right)}V${half}H0Z`);
  } else {
    const [left, right] = event.reach.map(at);
    const shown = !spot.dense && isBroad(event, [left, right]);
    mark.select(".whisker").attr("d", shown ? whisker(left + 1, right - 1, spot) : null);
  }
  if (event.before !== null) {
    const old = at(event.before);
    const side = Math.sign(old);
    const shown = !spot.dense && Math.abs(old) > 14;
    mark.select(".ghost").attr("cx", old).attr("visibility", shown ? null : "hidden");
    const tipped = `M${old - 4 * side},0H${9 * side}M${13 * side},-3.5L${9 * side},0L${13 * side},3.5`;
    mark.select(".way").attr("d", shown ? tipped : null);
  }
}

/** A thin line from end to end that leaves out the mark and its label. */
function whisker(left, right, { anchor, long }) {
  const [before, after] = anchor === "end" ? [-long - 4, 9] : [-9, long + 4];
  const parts = [`M${left},-3V3`, `M${right},-3V3`];
  if (left < before) parts.push(`M${left},0H${before}`);
  if (after < right) parts.push(`M${after},0H${right}`);
  return parts.join("");
}

/** A bar that began before the view keeps its mark and label in view, as far as the bar has room for them. */
function slide(node, spot, shift) {
  const by = Math.max(0, Math.min(6 - spot.x - shift, spot.reach - spot.long));
  node.querySelector(".face").setAttribute("transform", `translate(${by},0)`);
}
