// Terms of the glossary in running text: what they mean, on hover, on focus, and on the first touch; the second follows the link.
// Without this they are links.

/** @type {HTMLElement | null} */
let tip = null;

/** @param {HTMLElement} term */
function show(term) {
  hide();
  tip = document.createElement("div");
  tip.className = "term-tip";
  tip.id = "term-tip";
  tip.setAttribute("role", "tooltip");
  tip.textContent = term.dataset.term ?? "";
  (term.closest("main") ?? document.body).append(tip);
  term.setAttribute("aria-describedby", tip.id);
  const at = term.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8));
  const above = at.top - tip.offsetHeight - 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 6}px`;
}

function hide() {
  tip?.remove();
  tip = null;
  document.querySelector("[aria-describedby=term-tip]")?.removeAttribute("aria-describedby");
}

/** @param {Event} event @returns {HTMLElement | null} */
function termOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-term]") : null;
}

for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => {
    const term = termOf(event);
    if (term && !byTouch(event)) show(term);
  });
  document.addEventListener(leave, (event) => {
    if (termOf(event) && !byTouch(event)) hide();
  });
}

/** A finger does not hover: what it says by coming and going means nothing. @param {Event} event */
function byTouch(event) {
  return event instanceof PointerEvent && event.pointerType === "touch";
}

/** The term that is told already, as a finger comes down. @type {Element | null} */
let told = null;
document.addEventListener("pointerdown", () => {
  told = tip && document.querySelector("[aria-describedby=term-tip]");
});
document.addEventListener("click", (event) => {
  if (!byTouch(event)) return;
  const term = termOf(event);
  if (!term) hide();
  else if (term !== told) {
    event.preventDefault();
    show(term);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
document.addEventListener("scroll", hide, { capture: true, passive: true });
