// The small label beside the mark that the pointer or the keyboard is on.

import { element, say } from "./parts.js";

const LINGER = 150; // milliseconds: time to move the pointer onto the label, as WCAG 1.4.13 asks

/** A label over a plane: `show(box, lines)` with lines {text, lang, dir, className}, `hide()`, `away()` at once. */
export function makeTip(plane) {
  const tip = element("div", "tip");
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the mark's own name says the same
  plane.append(tip);
  let waiting = 0;
  const away = () => {
    clearTimeout(waiting);
    tip.hidden = true;
  };
  const hide = () => {
    clearTimeout(waiting);
    waiting = setTimeout(away, LINGER);
  };
  tip.addEventListener("pointerenter", () => clearTimeout(waiting));
  tip.addEventListener("pointerleave", hide);
  plane.addEventListener("keydown", (event) => event.key === "Escape" && away());
  return {
    hide,
    away,
    show(box, lines) {
      clearTimeout(waiting);
      tip.replaceChildren(
        ...lines.filter(Boolean).map((line) => {
          const made = element("p", line.className);
          say(made, line);
          return made;
        }),
      );
      tip.hidden = false;
      const around = plane.getBoundingClientRect();
      const middle = box.left + box.width / 2 - around.left;
      const left = Math.max(0, Math.min(middle - tip.offsetWidth / 2, around.width - tip.offsetWidth));
      const above = box.top - around.top - tip.offsetHeight - 8;
      // Under the mark where the window's edge would cut the label off.
      const top = around.top + above < 4 ? box.bottom - around.top + 8 : above;
      tip.style.setProperty("left", `${left}px`);
      tip.style.setProperty("top", `${top}px`);
    },
  };
}
