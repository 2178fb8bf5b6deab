// What a drawing takes from the page: the parts of an item, where it leads, and the labels of a figure.

const ENGLISH = {
  "zoom-in": "Zoom in",
  "zoom-out": "Zoom out",
  reset: "Show all",
  now: "now",
  articles: "articles",
  undated: "{n} without a date",
  more: "{n} more",
  hint: "Arrow keys move between the marks, Enter opens one, plus and minus zoom.",
};

/** The text of an item's part with its language and direction; null where the item has none. */
export function part(item, name) {
  const element = item.querySelector(`[data-part="${name}"]`);
  const text = element?.textContent.replace(/\s+/g, " ").trim();
  if (!text) return null;
  return { text, lang: element.closest("[lang]")?.lang ?? "", dir: element.dir || "auto" };
}

/** Where a click on an item leads: its own address, else (where `link` allows) its first link, else its own anchor. */
export function address(item, { link = false } = {}) {
  if (item.dataset.href) return item.dataset.href;
  return (link && item.querySelector("a[href]")?.getAttribute("href")) || `#${encodeURIComponent(item.id)}`;
}

/** A label of the figure in the reader's language, with its number put in. */
export function label(figure, name, n = 0) {
  return (figure.getAttribute(`data-label-${name}`) ?? ENGLISH[name]).replace("{n}", String(n));
}

/** An HTML element with a class and text. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Sets text together with its language and direction, so that hyphens, quotes and voices are right. */
export function say(target, { text, lang, dir }) {
  target.textContent = text;
  if (lang) target.setAttribute("lang", lang);
  if (dir) target.setAttribute("dir", dir);
}

/** Opens every <details> around the target of a same-page address, so that the jump is seen. */
export function unfold(address) {
  if (!address.startsWith("#")) return;
  let around = document.getElementById(decodeURIComponent(address.slice(1)));
  while ((around = around?.parentElement?.closest("details"))) around.open = true;
}
