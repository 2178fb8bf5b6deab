// How wide words are, and how they are cut where there is less room.

const context = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** Width in CSS pixels of a text in a font (as in CSS: "13px serif"). */
export function width(text, font) {
  const key = `${font}\n${text}`;
  let found = widths.get(key);
  if (found === undefined) {
    context.font = font;
    // What is drawn may be a little wider than what is measured: kerning and hinting differ by up to 2 %.
    found = context.measureText(text).width * 1.02;
    if (widths.size > 20000) widths.clear();
    widths.set(key, found);
  }
  return found;
}

/** Forgets what was measured, since the page's own fonts came in later. */
export function forget() {
  widths.clear();
}

/** The text, cut at a word where it can be, with an ellipsis; empty where not even a few letters fit. */
export function fit(text, room, font) {
  if (width(text, font) <= room) return text;
  const letters = Array.from(text);
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (width(`${letters.slice(0, middle).join("")}…`, font) <= room) low = middle;
    else high = middle - 1;
  }
  if (low < 5) return "";
  const cut = letters.slice(0, low).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > low * 0.6 ? cut.slice(0, space) : cut).replace(/[\s,;:.–-]+$/, "")}…`;
}

/** The font in which an element's class is set, for `width`. */
export function fontOf(node) {
  const style = getComputedStyle(node);
  return `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}

/** Whether two rectangles {left, right, top, bottom} share any area. */
export function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
