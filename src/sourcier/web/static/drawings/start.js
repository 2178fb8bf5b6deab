// Finds the figures of a page, draws them, and draws them again when their width changes.
//
// Markup: an empty <figure class="drawing" data-drawing="timeline|map|tree" data-of="ID" aria-label="…">, where ID is a
// table or list with the same content; each kind says at the top of its module what it reads there. `data-folds="ID"`
// names a <details open> around that table, folded while the drawing shows. Colours come from style sheets alone, so
// a change of the colour scheme needs no redraw. Without scripts the tables stand by themselves.

import { forget } from "./lettering.js";

const KINDS = {
  timeline: () => import("./timeline.js"),
  map: () => import("./map.js"),
  tree: () => import("./tree.js"),
};
const seen = new WeakSet();
const redraws = new Set();

/** Draws a figure once it has a width (a figure in a hidden tab waits), and again at each new width. */
function watch(figure) {
  const source = document.getElementById(figure.dataset.of);
  const kind = KINDS[figure.dataset.drawing];
  if (!source || !kind || seen.has(figure)) return;
  seen.add(figure);
  let drawn = 0;
  let busy = false;
  const redraw = async () => {
    const width = Math.floor(figure.clientWidth);
    if (busy || !width || width === drawn || !source.isConnected) return;
    busy = true;
    drawn = width;
    try {
      const [module] = await Promise.all([kind(), document.fonts.ready]);
      show(figure, await module.draw(figure, source, width));
    } catch (error) {
      figure.replaceChildren();
      show(figure, false);
      console.warn(`No ${figure.dataset.drawing} can be drawn; the table has its content.`, error);
    }
    busy = false;
    if (Math.floor(figure.clientWidth) !== drawn) requestAnimationFrame(redraw);
  };
  new ResizeObserver(() => requestAnimationFrame(redraw)).observe(figure);
  redraws.add(function again() {
    if (!figure.isConnected) redraws.delete(again);
    drawn = 0;
    redraw();
  });
}

/** Marks the figure as drawn, or as left to its table. */
function show(figure, drawn) {
  figure.classList.toggle("drawn", drawn);
  if (drawn) {
    figure.setAttribute("role", "group"); // not "img": its marks take the focus
    figure.setAttribute("aria-details", figure.dataset.of); // "describedby" would read the whole table aloud
  }
  const folds = document.getElementById(figure.dataset.folds ?? "");
  if (!folds || folds.dataset.touched === String(drawn)) return;
  folds.dataset.touched = String(drawn); // a reader who unfolds the table keeps it unfolded when the width changes
  folds.open = !drawn;
}

/** Draws what is in the page, or in a part of it that came later. */
function find(root) {
  if (root.matches?.("figure.drawing[data-drawing]")) watch(root);
  for (const figure of root.querySelectorAll("figure.drawing[data-drawing]")) watch(figure);
}

find(document);
document.fonts.addEventListener("loadingdone", () => {
  forget(); // words are as wide as their font makes them
  for (const redraw of redraws) redraw();
});
document.addEventListener("htmx:load", (event) => find(event.detail.elt));
