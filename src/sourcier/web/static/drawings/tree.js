// The outlook as a tree, from left to right: condition -> outcomes, with the odds and on whose word.
//
// Reads, in the list that `data-of` names, the items `[data-branch]` (part condition; data-any for the unconditional)
// and in each the items `[data-outcome]` (id, data-odds 0..1, data-verdict; parts outcome, odds, holder, source,
// verdict). It is HTML: links are borders (drawings.css), so that text wraps, prints and grows as any other.
// Below 700 pixels nothing is drawn: the list is the better tree there.

import { address, element, part, say } from "./parts.js";
import { rove } from "./roving.js";

const NARROW = 700; // pixels

/** Draws it; false where there is no branch, or no room. */
export function draw(figure, source, width) {
  const branches = [...source.querySelectorAll("[data-branch]")].map(readBranch).filter((branch) => branch.outcomes.length);
  figure.replaceChildren();
  if (width < NARROW || !branches.length) return false;
  const plane = element("div", "plane");
  const root = element("div", "branches");
  if (branches.some((branch) => branch.outcomes.some((outcome) => outcome.odds !== null))) root.classList.add("with-odds");
  const order = branches.flatMap((branch) => [branch, ...branch.outcomes]);
  root.append(...branches.map(drawBranch));
  plane.append(root);
  figure.append(plane);
  rove(plane, { order: () => order, nodeOf: (one) => one.node, step: (from, key) => step(order, from, key) }).refresh();
  return true;
}

function readBranch(item) {
  const branch = { item, condition: part(item, "condition"), any: "any" in item.dataset };
  branch.outcomes = [...item.querySelectorAll("[data-outcome]")].map((one) => {
    const odds = one.dataset.odds?.trim() ? Number(one.dataset.odds) : NaN;
    return { item: one, branch, odds: odds >= 0 && odds <= 1 ? odds : null, parts: (name) => part(one, name) };
  });
  return branch;
}

function drawBranch(branch) {
  const made = element("div", "branch");
  const outcomes = element("div", "outcomes");
  branch.node = node(branch, branch.any ? "mark condition any" : "mark condition", branch.outcomes[0].item);
  if (branch.condition) say(branch.node, branch.condition);
  outcomes.append(...branch.outcomes.map(drawOutcome));
  made.append(branch.node, outcomes);
  return made;
}

function node(datum, className, item = datum.item) {
  const made = element("a", className);
  made.href = address(datum.item.id ? datum.item : item);
  made.tabIndex = -1;
  made.__data__ = datum;
  return made;
}

function drawOutcome(outcome) {
  const { verdict } = outcome.item.dataset;
  outcome.node = node(outcome, "mark outcome");
  const words = element("span", "words");
  const said = outcome.parts("outcome");
  if (said) say(words, said);
  const facts = element("span", "facts");
  for (const name of ["holder", "source"]) {
    const found = outcome.parts(name);
    if (!found) continue;
    const fact = element("span", name);
    say(fact, found);
    facts.append(fact);
  }
  const judged = outcome.parts("verdict");
  if (judged && verdict && verdict !== "open") {
    const chip = element("span", `chip v-${verdict.replaceAll(" ", "-")}`);
    say(chip, judged);
    facts.append(chip);
  }
  outcome.node.append(words, facts);
  if (outcome.odds !== null) outcome.node.append(drawOdds(outcome));
  return outcome.node;
}

function drawOdds(outcome) {
  const odds = element("span", "likely");
  const bar = element("span", "rail");
  const filled = element("span", "filled");
  filled.style.setProperty("width", `${outcome.odds * 100}%`);
  bar.append(filled);
  const number = outcome.parts("odds")?.text ?? new Intl.NumberFormat(document.documentElement.lang || undefined, { style: "percent" }).format(outcome.odds);
  odds.append(element("span", "number", number), bar);
  return odds;
}

/** Right to the outcomes of a condition, left to the condition of an outcome, up and down among equals. */
function step(order, from, key) {
  if (key === "ArrowRight") return from.outcomes?.[0];
  if (key === "ArrowLeft") return from.branch;
  const equals = order.filter((one) => Boolean(one.branch) === Boolean(from.branch));
  return equals[equals.indexOf(from) + (key === "ArrowDown" ? 1 : -1)];
}
