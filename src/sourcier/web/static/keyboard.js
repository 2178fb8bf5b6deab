// Keys for a whole page: `/` searches, `j` and `k` go from item to item, Enter opens one, `?` shows the keys,
// `g` then `h` goes home, Esc closes.
//
// Reads: input[name=q]; elements [data-item] (those inside a closed <details> or a hidden tab are passed over);
// <dialog id="keys">; a[rel~=home], else "/". <html data-keys="off"> switches single keys off (WCAG 2.1.4).

"use strict";
(() => {
  const TYPED = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
  const PATIENCE = 1200; // milliseconds between `g` and `h`
  let went = -Infinity;

  const shown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.getClientRects().length > 0;
  const items = () => [...document.querySelectorAll("[data-item]")].filter(shown);
  const current = () => document.querySelector('[data-item][aria-current="true"]');

  function search() {
    const field = [...document.querySelectorAll("input[name=q]")].find(shown);
    field?.focus();
    field?.select();
    return Boolean(field);
  }

  /** One item on or back, from the focused one, else the marked one, else the first that is in view. */
  function move(by) {
    const all = items();
    const marked = current();
    const from = all.indexOf(document.activeElement?.closest("[data-item]") ?? marked);
    const inView = all.findIndex((item) => item.getBoundingClientRect().bottom > 0);
    const item = all[from < 0 ? Math.max(0, inView) : Math.max(0, Math.min(all.length - 1, from + by))];
    if (!item) return false;
    if (marked !== item) marked?.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
    item.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    item.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    return true;
  }

  function open() {
    const item = document.activeElement;
    if (!item?.matches("[data-item]")) return false;
    const link = item.matches("a[href]") ? item : item.querySelector("a[href]");
    if (link) link.click();
    else if (item.dataset.href) location.assign(item.dataset.href);
    return Boolean(link || item.dataset.href);
  }

  function help() {
    const dialog = document.getElementById("keys");
    if (!dialog?.showModal || dialog.open) return false;
    dialog.showModal();
    return true;
  }

  function home() {
    location.assign(document.querySelector("a[rel~=home][href], link[rel~=home][href]")?.href ?? "/");
    return true;
  }

  const ACTS = { "/": search, j: () => move(1), k: () => move(-1), Enter: open, "?": help };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(TYPED) || document.documentElement.dataset.keys === "off") return;
    if (document.querySelector("dialog[open]")) return; // Esc is the browser's there
    const second = event.key === "h" && event.timeStamp - went < PATIENCE;
    went = event.key === "g" ? event.timeStamp : -Infinity;
    const act = second ? home : Object.hasOwn(ACTS, event.key) ? ACTS[event.key] : null;
    if (act?.()) event.preventDefault();
  });
})();
