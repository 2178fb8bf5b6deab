// One stop of the Tab key for a whole drawing; the arrow keys go from mark to mark.

import { unfold } from "./parts.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Lets the keyboard go through the marks of a drawing.
 *
 * @param plane the element that holds the marks: each an <a class="mark"> with its datum at `__data__`
 * @param order function that gives the data in the order of the keys
 * @param nodeOf function that gives a datum's mark, which it may first bring into view
 * @param step function (datum, key) that gives the next datum; by default the one before or after in the order
 */
export function rove(plane, { order, nodeOf, step }) {
  let current = null;
  const markOf = (target) => target.closest?.(".mark");
  const settle = (datum) => {
    current = datum;
    for (const mark of plane.querySelectorAll('.mark[tabindex="0"]')) mark.setAttribute("tabindex", "-1");
    const node = datum && nodeOf(datum);
    node?.setAttribute("tabindex", "0");
    return node;
  };
  plane.addEventListener("focusin", (event) => {
    const mark = markOf(event.target);
    if (mark && mark.__data__ !== current) settle(mark.__data__);
  });
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !markOf(event.target)) return;
    const data = order();
    const at = data.indexOf(current);
    let next;
    if (event.key === "Home") next = data[0];
    else if (event.key === "End") next = data[data.length - 1];
    else if (event.key in STEPS) next = step ? step(current, event.key) : data[at + STEPS[event.key]];
    else return;
    event.preventDefault();
    if (next) settle(next)?.focus({ preventScroll: false });
  });
  plane.addEventListener("click", (event) => {
    const mark = markOf(event.target);
    if (mark) unfold(mark.getAttribute("href"));
  });
  return {
    get current() {
      return current;
    },
    /** After a redraw: the mark that Tab reaches is still there, or it is the first. */
    refresh() {
      const data = order();
      if (!data.includes(current)) current = data[0] ?? null;
      settle(current);
    },
  };
}
