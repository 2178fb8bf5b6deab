// The timeline: the events of a story by their own date.
//
// Reads, in the table or list that `data-of` names, the items `[data-event]`: their id, data-status, data-begin,
// data-finish, data-before (ISO 8601) and the parts when, type, status, words. On the figure: data-now (the line "now"),
// data-days (id of a table or list of items `[data-day]`, each counting data-count or 1: the bars of articles).

import "../vendor/d3.min.js";
import { AXIS, axis, BARS, bars, outside, TOP } from "./axis.js";
import { DAY, span } from "./dates.js";
import { place } from "./lanes.js";
import { fontOf } from "./lettering.js";
import { marksOf, SIDE } from "./marks.js";
import { address, element, label, part } from "./parts.js";
import { rove } from "./roving.js";
import { sample, STATUSES } from "./shapes.js";
import { makeTip } from "./tip.js";
import { makeTools, makeZoom, panByFinger } from "./zooming.js";

const d3 = globalThis.d3;
const TALLEST = 440; // pixels that the lanes may take
const TALLEST_NARROW = 600; // and on a telephone, where fewer labels fit into one
const SHORTEST = 4 * DAY; // what an axis shows at least, before the reader enlarges it
const CLOSEST = 6 * 3_600_000; // milliseconds that the whole width shows at most enlarged

/** Draws it; false where no event has a date. */
export function draw(figure, source, width) {
  const { events, undated } = read(source);
  figure.replaceChildren();
  if (!events.length) return false;
  const plane = element("div", "plane");
  const head = element("div", "head");
  const language = document.documentElement.dataset.locale || document.documentElement.lang;
  const days = readDays(figure);
  const now = span(figure.dataset.now)?.start ?? null;
  const inner = width - 2 * SIDE;
  const whole = domain(events, days, now);
  const base = d3.scaleUtc().domain(whole).range([0, inner]);
  let zoom = null;
  head.append(legend(events), makeTools(figure, plane, () => zoom));
  figure.append(head, plane);

  const svg = d3.select(plane).append("svg");
  const font = probe(svg);
  const most = Math.max(1, (whole[1] - whole[0]) / CLOSEST);
  const home = start(events, days, now, base, inner, most);
  const arrange = ({ k, x }, high) => {
    const scale = (time) => base(time) * k;
    return { k, scale, ...place(events, { scale, right: inner * k, start: -x, edge: inner - x, height: high, font, view: inner }) };
  };
  // As high as the first view and the whole need, so that nothing below moves when the reader zooms.
  const high = [d3.zoomIdentity, home].map((view) => {
    const found = arrange(view, width < 600 ? TALLEST_NARROW : TALLEST);
    return found.lanes * found.pitch;
  });
  const height = Math.max(...high) + 6;
  const bottom = TOP + height + AXIS + (days.length ? BARS + 14 : 0);
  svg.attr("viewBox", `0 0 ${width} ${bottom}`).attr("width", width).attr("height", bottom);
  const clip = `clip-${figure.dataset.of}`;
  svg.append("clipPath").attr("id", clip).append("rect").attr("x", -SIDE).attr("width", width).attr("height", bottom);
  const space = svg.append("g").attr("transform", `translate(${SIDE},0)`);
  const ground = space.append("g").attr("aria-hidden", "true");
  const layer = space.append("g").attr("clip-path", `url(#${clip})`);
  const tip = makeTip(plane);

  let transform = home;
  let layout = null;
  const closer = (from, to) => {
    const next = windowOn(base, inner, from, to, most);
    if (next.k < transform.k * 1.1) return false;
    zoom.jump(next);
    return true;
  };
  const marks = marksOf(layer, { floor: TOP + height, inner, font, tip, figure, closer });
  const redraw = () => {
    const scale = transform.rescaleX(base);
    if (!layout || Math.abs(layout.k / transform.k - 1) > 1e-9) {
      layout = arrange(transform, height);
    }
    axis(ground, scale, { inner, floor: TOP + height, language, now, figure });
    bars(ground, scale, days, { top: TOP + height + AXIS + 14, inner, figure, tip, language });
    marks.draw(layout, transform.x, keys.current);
    outside(ground, marks.order(layout).map((one) => ({ x: marks.x(one) + transform.x, n: one.heap?.length ?? 1 })), inner, (dx) => zoom.shift(dx / transform.k));
  };
  let waiting = 0;
  zoom = makeZoom(svg, {
    extent: [[0, 0], [inner, bottom]],
    most,
    home,
    onZoom(next) {
      transform = next;
      tip.away();
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(redraw);
    },
  });
  const keys = rove(plane, {
    order: () => marks.order(layout),
    nodeOf(datum) {
      const x = marks.x(datum) + transform.x;
      if (document.activeElement?.closest(".plane") === plane && (x < 0 || x > inner)) {
        transform = transform.translate((inner / 2 - x) / transform.k, 0);
        zoom.jump(transform);
        redraw();
      }
      return marks.node(datum);
    },
  });
  redraw();
  keys.refresh();
  zoom.start();
  panByFinger(svg.node(), (dx) => zoom.shift(dx / transform.k));
  svg.on("wheel.pan", (event) => {
    if (event.ctrlKey || event.metaKey || transform.k === 1 || Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    zoom.shift(-event.deltaX / transform.k);
  });
  figure.append(element("p", "hint", label(figure, "hint")));
  if (undated) figure.append(element("p", "undated", label(figure, "undated", undated)));
  return true;
}

function read(source) {
  const items = [...source.querySelectorAll("[data-event]")];
  const events = [];
  for (const [index, item] of items.entries()) {
    const begin = span(item.dataset.begin);
    if (!begin) continue;
    const finish = span(item.dataset.finish);
    const end = finish && (finish.grain === "minute" ? finish.end : finish.end - 1);
    const before = span(item.dataset.before);
    const bar = end && end > begin.end ? [begin.start, end] : null;
    const words = part(item, "words") ?? part(item, "type");
    events.push({
      key: index,
      href: address(item),
      status: item.dataset.status,
      at: bar ? begin.start : (begin.start + begin.end) / 2,
      reach: [begin.start, begin.end],
      bar,
      before: before && before.start !== begin.start ? (before.start + before.end) / 2 : null,
      words: capital(words),
      parts: { type: part(item, "type"), status: part(item, "status"), when: part(item, "when"), words },
      grain: begin.grain,
    });
  }
  return { events: events.sort((a, b) => a.at - b.at), undated: items.length - events.length };
}

/** The words with a capital, as the page sets them. */
function capital(words) {
  const [first = "", ...rest] = words?.text ?? "";
  return first.toLocaleUpperCase(words?.lang || undefined) + rest.join("");
}

/** [{start, count}] of the days on which articles came out, from the items of the table that `data-days` names. */
function readDays(figure) {
  const counts = new Map();
  for (const item of document.getElementById(figure.dataset.days ?? "")?.querySelectorAll("[data-day]") ?? []) {
    const day = span(item.dataset.day.slice(0, 10));
    if (day) counts.set(day.start, (counts.get(day.start) ?? 0) + Number(item.dataset.count ?? 1));
  }
  return [...counts].map(([start, count]) => ({ start, count })).sort((a, b) => a.start - b.start);
}

/** From the first to the last day that anything is on, with some air. */
function domain(events, days, now) {
  const times = days.flatMap((day) => [day.start, day.start + DAY]);
  if (now !== null) times.push(now);
  for (const event of events) {
    times.push(event.at);
    if (event.bar) times.push(...event.bar);
    if (event.before !== null) times.push(event.before);
    if (event.grain === "day") times.push(...event.reach); // a month or year may reach over the edge
  }
  const [first, last] = d3.extent(times);
  const air = Math.max((last - first) * 0.015, DAY / 4);
  const short = Math.max(0, (SHORTEST - (last - first)) / 2);
  return [first - air - short, last + air + short];
}

/** Where the view begins: on the bulk of the events, where a few lie far off and would press it flat. */
function start(events, days, now, base, inner, most) {
  const times = [...events.map((event) => event.at), ...days.map((day) => day.start)].sort(d3.ascending);
  const [low, high] = [d3.quantileSorted(times, 0.25), d3.quantileSorted(times, 0.75)];
  const reach = 3 * Math.max(high - low, 2 * DAY);
  const near = times.filter((time) => time >= low - reach && time <= high + reach);
  if (now !== null && now >= low - reach && now <= high + reach) near.push(now);
  const [first, last] = d3.extent(near);
  const [from, to] = base.domain();
  return (to - from) / Math.max(last - first, DAY) < 3 ? d3.zoomIdentity : windowOn(base, inner, first, last, most, SHORTEST / 4);
}

/** The transform that shows the time from one moment to another. */
function windowOn(base, inner, from, to, most, least = CLOSEST / 2) {
  const air = Math.max((to - from) * 0.06, least);
  const [left, right] = [base(from - air), base(to + air)];
  const k = Math.min(most, Math.max(1, inner / (right - left)));
  const x = Math.min(0, Math.max(inner * (1 - k), inner / 2 - (k * (left + right)) / 2));
  return d3.zoomIdentity.translate(x, 0).scale(k);
}

function legend(events) {
  const list = element("ul", "legend");
  list.setAttribute("aria-hidden", "true");
  for (const status of STATUSES) {
    const event = events.find((one) => one.status === status);
    if (!event) continue;
    const entry = element("li", `s-${status}`);
    entry.append(sample(status), element("span", "", event.parts.status?.text ?? status));
    list.append(entry);
  }
  return list;
}

/** The font of the labels, asked of a text in its place. */
function probe(svg) {
  const text = svg.append("text").attr("class", "words");
  const font = fontOf(text.node());
  text.remove();
  return font;
}
