// An article's text and the facts beside it: a click on the one shows the other. Without this script the same links
// go to their places on the page.

const narrow = matchMedia("(max-width: 67.99rem)");

function foldNotes() {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = !narrow.matches;
}

function lit(ids) {
  for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
  for (const id of ids) {
    document.getElementById(id)?.classList.add("lit");
    for (const run of document.querySelectorAll(`.m[data-facts~="${CSS.escape(id)}"]`)) run.classList.add("lit");
  }
}

function shown(id, jump) {
  const target = document.getElementById(id);
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  lit([id.replace(/^at-/, "")]);
  if (jump) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = decodeURIComponent(link.hash.slice(1));
  if (link.matches(".m, .back") || id.startsWith("at-")) {
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    shown(id, true);
    const target = document.getElementById(id);
    if (link.matches(".m") && target) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  }
});

document.addEventListener("mouseover", (event) => {
  const note = event.target.closest?.(".note[data-fact]");
  if (note) lit([note.dataset.fact]);
});

addEventListener("hashchange", () => shown(decodeURIComponent(location.hash.slice(1)), false));
narrow.addEventListener("change", foldNotes);
foldNotes();
if (location.hash) shown(decodeURIComponent(location.hash.slice(1)), false);

// What htmx sends carries the token that guards forms.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token) event.detail.headers["X-CSRF-Token"] = token;
});
