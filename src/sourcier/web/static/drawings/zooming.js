// Zoom and pan of a drawing: buttons, Ctrl and the wheel, drag, two fingers, the keys + and −.

import "../vendor/d3.min.js";
import { element, label } from "./parts.js";

const d3 = globalThis.d3;
const STEP = 1.8; // how much a press of a button enlarges
const GLYPHS = [["zoom-out", "−"], ["zoom-in", "+"], ["reset", "↺"]];

/**
 * A zoom on an SVG. A page still scrolls over the drawing: the wheel alone and one finger are the page's.
 *
 * @param svg d3 selection
 * @param onZoom called with the transform
 */
export function makeZoom(svg, { extent, most, onZoom, home = d3.zoomIdentity }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const zoom = d3
    .zoom()
    .extent(extent)
    .translateExtent(extent)
    .scaleExtent([1, most])
    .filter((event) => {
      if (event.type === "wheel") return event.ctrlKey || event.metaKey;
      if (event.type.startsWith("touch")) return event.touches.length > 1;
      return !event.ctrlKey && !event.button;
    })
    .on("zoom", (event) => onZoom(event.transform));
  svg.call(zoom).on("dblclick.zoom", null);
  const moved = () => (calm.matches ? svg : svg.transition().duration(220));
  return {
    zoom,
    by: (factor) => moved().call(zoom.scaleBy, factor),
    reset: () => moved().call(zoom.transform, d3.zoomIdentity),
    jump: (transform) => svg.call(zoom.transform, transform),
    shift: (dx, dy = 0) => svg.call(zoom.translateBy, dx, dy),
    start: () => svg.call(zoom.transform, home),
  };
}

/** The buttons for it, and the keys + and − while the drawing has the focus. */
export function makeTools(figure, plane, getZoom) {
  const tools = element("div", "tools");
  const acts = { "zoom-in": () => getZoom().by(STEP), "zoom-out": () => getZoom().by(1 / STEP), reset: () => getZoom().reset() };
  for (const [name, glyph] of GLYPHS) {
    const button = element("button", name, glyph);
    button.type = "button";
    button.title = label(figure, name);
    button.setAttribute("aria-label", label(figure, name));
    button.addEventListener("click", acts[name]);
    tools.append(button);
  }
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const name = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", "−": "zoom-out", 0: "reset" }[event.key];
    if (!name) return;
    event.preventDefault();
    acts[name]();
  });
  return tools;
}

/** One finger pans sideways, while up and down stay the page's (the SVG has `touch-action: pan-y`). */
export function panByFinger(node, shift) {
  let last = null;
  node.addEventListener("pointerdown", (event) => {
    last = event.pointerType === "touch" && event.isPrimary ? event.clientX : null;
  });
  node.addEventListener("pointermove", (event) => {
    if (last === null || !event.isPrimary) return;
    shift(event.clientX - last);
    last = event.clientX;
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) node.addEventListener(end, () => (last = null));
}
