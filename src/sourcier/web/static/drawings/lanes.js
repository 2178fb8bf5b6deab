// Which lane an event stands in, so that no mark and no label ever lies over another.

import { fit, width } from "./lettering.js";

const ROOMS = [360, 280, 210, 160, 120, 90]; // pixels for a label, widest first: the first that fits the height is taken
const PITCH = 23; // pixels between lanes with labels
const DENSE = [15, 12, 9, 7]; // and without, or with labels only where there is room
const GAP = 12; // pixels between a label and the next mark
const WHISKERS = { minute: Infinity, day: 300, month: 26, year: 26 }; // pixels from which on the breadth of one is shown
export const BESIDE = 11; // pixels from the middle of a mark to its label

/**
 * Places events: each gets {x, from, to, lane, text, anchor, dense}, or is put into a heap {x, lane, heap: [...]}.
 *
 * @param events in order of time, each with `words`, `at` (its time), `bar`, `before` (times or null), `reach` [start, end]
 * @param scale time -> pixels
 * @param right pixels at which the axis ends
 * @param start pixels at which the view begins
 * @param edge pixels at which the view ends
 * @param height pixels that the lanes may take
 * @returns {placed, heaps, pitch, lanes}
 */
export function place(events, { scale, right, start, edge, height, font, view }) {
  const most = Math.floor(height / PITCH);
  // The label of a mark that is in view stays in view.
  const bounds = (x) => [x > start + 8 ? Math.max(0, start) : 0, x < edge - 8 ? Math.min(edge, right) : right];
  if (events.length <= most * 12) {
    for (const room of ROOMS) {
      const wide = Math.min(room, view * 0.62);
      const placed = events.map((event) => labelled(event, scale, bounds(scale(event.at)), wide, font));
      const lanes = pack(placed, most);
      if (lanes) return { placed, heaps: [], pitch: PITCH, lanes };
    }
  }
  for (const pitch of DENSE) {
    const found = crowd(events, scale, right, pitch, Math.floor(height / pitch), font);
    if (found.heaps.length === 0 || pitch === DENSE[DENSE.length - 1]) return found;
  }
  return null;
}

function labelled(event, scale, [left, right], room, font) {
  const x = scale(event.at);
  let text = fit(event.words, room, font);
  let long = text ? BESIDE + width(text, font) : 6;
  const broad = (event.bar ?? event.reach).map(scale);
  const ends = event.bar || isBroad(event, broad) ? broad : [x, x];
  const old = event.before === null ? x : scale(event.before);
  const from = Math.min(ends[0], old - 4);
  const reach = Math.max(ends[1], old + 4);
  // Before the mark where the axis ends or the way from a later date lies, unless a bar or an old date lies there too;
  // the thin line of a whole month or year can be written over.
  const clear = event.bar ? from >= x : old >= x;
  const flip = (x + long > right || old > x) && clear && x - long > left;
  if (!flip && x + long > right) {
    text = fit(event.words, right - x - BESIDE, font);
    long = text ? BESIDE + width(text, font) : 6;
  }
  return {
    event,
    x,
    text,
    anchor: flip ? "end" : "start",
    left: flip ? Math.min(from, x - long) : Math.min(from, x - 7),
    right: flip ? Math.max(reach, x + 7) : Math.max(reach, x + long),
    dense: false,
  };
}

/** Whether a day, month or year is so wide at this scale that its breadth is to be shown. */
export function isBroad(event, [left, right]) {
  return !event.bar && right - left > WHISKERS[event.grain];
}

/** First fit from the left: the fewest lanes. Their number; 0 where more would be needed than there may be. */
function pack(placed, most) {
  const ends = [];
  for (const item of [...placed].sort((a, b) => a.left - b.left)) {
    let lane = ends.findIndex((end) => end + GAP <= item.left);
    if (lane < 0) lane = ends.length;
    if (lane >= most) return 0;
    item.lane = lane;
    ends[lane] = item.right;
  }
  return Math.max(1, ends.length);
}

/** Marks in columns; one that finds its column full moves on inside its own day, and else goes onto a heap. */
function crowd(events, scale, right, pitch, most, font) {
  const ends = new Array(most).fill(-Infinity);
  const placed = [];
  const heaps = [];
  let lanes = 1;
  const half = pitch / 2;
  for (const event of events) {
    let x = scale(event.at);
    // The topmost lane is kept for heaps.
    let lane = ends.findIndex((end, index) => index < most - 1 && end <= x - half + 0.01);
    if (lane < 0) {
      lane = soonest(ends, most - 1);
      const moved = ends[lane] + half;
      if (moved <= scale(event.reach[1]) - half) x = moved;
      else lane = -1;
    }
    if (lane < 0) {
      heapUp(heaps, event, x, most - 1);
      lanes = most;
      continue;
    }
    ends[lane] = x + half;
    lanes = Math.max(lanes, lane + 1);
    placed.push({ event, x, lane, text: "", anchor: "start", left: x - half, right: x + half, dense: true });
  }
  if (pitch === DENSE[0]) letter(placed, right, font);
  return { placed, heaps, pitch, lanes: Math.min(most, Math.max(lanes + 1, 3)) };
}

function soonest(ends, most) {
  let best = 0;
  for (let lane = 1; lane < most; lane += 1) if (ends[lane] < ends[best]) best = lane;
  return best;
}

const HEAP = 30; // pixels that a heap's "+12" takes

function heapUp(heaps, event, x, lane) {
  const last = heaps[heaps.length - 1];
  if (last && x - last.x < HEAP) last.heap.push(event);
  else heaps.push({ x, lane, heap: [event] });
}

/** Labels between two marks of a lane that leave room for one. */
function letter(placed, right, font) {
  const next = new Map();
  for (const item of [...placed].reverse()) {
    const room = Math.min((next.get(item.lane) ?? right) - item.x - BESIDE - GAP, ROOMS[1]);
    next.set(item.lane, item.left);
    if (room < 60) continue;
    item.text = fit(item.event.words, room, font);
    if (item.text) item.right = item.x + BESIDE + width(item.text, font);
  }
}
