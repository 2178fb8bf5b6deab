// The shape of each status: told apart without colour.

const CIRCLE = "M-5,0A5,5 0 1,1 5,0A5,5 0 1,1 -5,0Z";
const DIAMOND = "M0,-6L6,0L0,6L-6,0Z";

const SHAPES = {
  happened: CIRCLE,
  ongoing: CIRCLE,
  scheduled: "M-4.6,-4.6H4.6V4.6H-4.6Z",
  conditional: DIAMOND,
  forecast: CIRCLE,
  demanded: "M0,-5.8L5.6,4.4H-5.6Z",
  denied: "M-4.4,-4.4L4.4,4.4M4.4,-4.4L-4.4,4.4",
  cancelled: `${CIRCLE}M-8,0H8`,
};

/** Path data around the middle of a mark. */
export function shape(status) {
  return SHAPES[status] ?? CIRCLE;
}

/** Statuses in the order of a legend. */
export const STATUSES = Object.keys(SHAPES);

/** A small SVG of the shape, for the legend. */
export function sample(status) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-9 -9 18 18");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", shape(status));
  path.setAttribute("class", "shape");
  svg.append(path);
  return svg;
}
