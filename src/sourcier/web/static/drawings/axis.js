// The ground of a timeline: the axis of dates, the line "now", and the bars of articles.

import "../vendor/d3.min.js";
import { axisDates, DAY, fullDay } from "./dates.js";
import { width as wide } from "./lettering.js";
import { label } from "./parts.js";

const d3 = globalThis.d3;
const LABEL = "12px sans-serif"; // near enough to keep labels apart
export const TOP = 22; // pixels above the lanes, for the word "now"
export const AXIS = 28; // for the dates below them
export const BARS = 40; // and for the bars

/** Ticks, their dates, and the line "now". */
export function axis(ground, scale, { inner, floor, language, now, figure }) {
  const format = axisDates(language);
  let taken = -Infinity;
  const ticks = scale.ticks(Math.max(2, Math.floor(inner / 92))).map((date, index) => ({ date, x: scale(date), text: format(date, !index) }));
  const shown = ticks.filter((tick) => {
    const half = wide(tick.text, LABEL) / 2 + 8;
    if (tick.x - half < taken || tick.x - half < -16 || tick.x + half > inner + 16) return false;
    taken = tick.x + half;
    return true;
  });
  ground.selectAll("line.floor").data([0]).join("line").attr("class", "floor").attr("x2", inner).attr("y1", floor).attr("y2", floor);
  ground.selectAll("line.tick").data(ticks).join("line").attr("class", "tick")
    .attr("x1", (tick) => tick.x).attr("x2", (tick) => tick.x).attr("y1", TOP).attr("y2", floor + 5);
  ground.selectAll("text.tick").data(shown).join("text").attr("class", "tick label")
    .attr("x", (tick) => tick.x).attr("y", floor + 19).text((tick) => tick.text);
  const at = now === null ? [] : [scale(now)].filter((x) => x >= 0 && x <= inner);
  ground.selectAll("line.now").data(at).join("line").attr("class", "now")
    .attr("x1", (x) => x).attr("x2", (x) => x).attr("y1", TOP - 6).attr("y2", floor);
  ground.selectAll("text.now").data(at).join("text").attr("class", "now label").attr("y", TOP - 10)
    .attr("x", (x) => Math.max(24, Math.min(x, inner - 24))).text(label(figure, "now"));
}

/** Articles a day, or a few days together where a day would be thinner than three pixels. */
export function bars(ground, scale, days, { top, inner, figure, tip, language }) {
  if (!days.length) return;
  const day = scale(DAY) - scale(0);
  const each = day >= 3 ? 1 : 2 ** Math.ceil(Math.log2(3 / day));
  const sums = d3.rollups(days, (group) => d3.sum(group, (one) => one.count), (one) => Math.floor(one.start / DAY / each) * each * DAY)
    .map(([start, count]) => ({ start, count, x: scale(start), wide: day * each }))
    .filter((bar) => bar.x + bar.wide > 0 && bar.x < inner);
  const high = d3.scaleLinear([0, d3.max(sums, (bar) => bar.count) || 1], [0, BARS - 14]);
  const floor = top + BARS - 2;
  ground.selectAll("line.bars").data([0]).join("line").attr("class", "bars").attr("x2", inner).attr("y1", floor).attr("y2", floor);
  ground.selectAll("rect.day-bar").data(sums).join("rect").attr("class", "day-bar")
    .attr("x", (bar) => Math.max(0, bar.x + bar.wide * 0.14)).attr("width", (bar) => Math.max(1, Math.min(bar.wide * 0.72, inner - bar.x)))
    .attr("y", (bar) => floor - high(bar.count)).attr("height", (bar) => high(bar.count))
    .on("pointerenter", function over(_, bar) {
      const name = fullDay(language);
      const text = each > 1 ? `${name(bar.start)} – ${name(bar.start + (each - 1) * DAY)}` : name(bar.start);
      tip.show(this.getBoundingClientRect(), [{ text, className: "when" }, { text: `${bar.count} ${label(figure, "articles")}`, className: "words" }]);
    })
    .on("pointerleave", tip.hide);
  const tallest = d3.greatest(sums, (bar) => bar.count);
  ground.selectAll("text.most").data(tallest ? [tallest] : []).join("text").attr("class", "most label")
    .attr("x", (bar) => Math.max(6, Math.min(inner - 6, bar.x + bar.wide / 2))).attr("y", floor - BARS + 9).text((bar) => bar.count);
  const name = label(figure, "articles");
  const clash = tallest && tallest.x + tallest.wide / 2 < wide(name, LABEL) + 24;
  ground.selectAll("text.articles").data([name]).join("text").attr("class", `articles label ${clash ? "later" : "earlier"}`)
    .attr("x", clash ? inner : 0).attr("y", floor - BARS + 9).text((text) => text);
}

/**
 * How many events lie before and after the view; a click brings the nearest into it.
 *
 * @param spots in order of time: {x in the view, n events there}
 */
export function outside(ground, spots, inner, shift) {
  const now = ground.select("text.now").empty() ? Infinity : Number(ground.select("text.now").attr("x"));
  const before = spots.filter((spot) => spot.x < 0);
  const after = spots.filter((spot) => spot.x > inner);
  const total = (side) => d3.sum(side, (spot) => spot.n);
  const sides = [
    { className: "earlier", x: 0, n: total(before), text: `‹ ${total(before)}`, by: () => inner * 0.2 - before[before.length - 1].x },
    { className: "later", x: inner, n: total(after), text: `${total(after)} ›`, by: () => inner * 0.8 - after[0].x },
  ].filter((side) => side.n);
  ground.selectAll("text.outside").data(sides, (side) => side.className).join("text")
    .attr("class", (side) => `outside label ${side.className}`).attr("x", (side) => side.x)
    .attr("y", (side) => (Math.abs(now - side.x) < 90 ? TOP + 8 : TOP - 10)) // under the word "now"
    .text((side) => side.text).on("click", (_, side) => shift(side.by()));
}
