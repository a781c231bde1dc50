// Parts of a page replaced by what the server says now; what is open stays open, and who is somewhere stays there.

/** @param {HTMLElement} place @param {string} html of our own server, with everything a person wrote escaped */
export function parseInto(place, html) {
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

/** @param {string} html a whole page @param {string[]} ids of the parts that are taken from it */
export function swap(html, ids) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const id of ids) {
    const here = document.getElementById(id);
    const there = page.getElementById(id);
    if (!here || !there) continue;
    const open = new Map([...here.querySelectorAll("details[id]")].map((one) => [one.id, /** @type {HTMLDetailsElement} */ (one).open]));
    const held = here.contains(document.activeElement) ? document.activeElement : null;
    const part = held?.getAttribute("data-part") ?? "";
    const name = held?.closest("summary") ? held.closest("details")?.id : "";
    const stage = here.dataset.state;
    here.replaceWith(document.adoptNode(there));
    if (stage === there.dataset.state) {
      for (const one of there.querySelectorAll("details[id]")) {
        const was = open.get(one.id);
        if (was !== undefined) /** @type {HTMLDetailsElement} */ (one).open = was;
      }
    }
    if (!held) continue;
    const next = (part && there.querySelector(`[data-part="${CSS.escape(part)}"]`)) || (name && there.querySelector(`#${CSS.escape(name)} summary`)) || there.querySelector("#ask-now-title, h2");
    if (next instanceof HTMLElement) {
      if (next.matches("h2")) next.tabIndex = -1;
      next.focus({ preventScroll: true });
    }
  }
  return page;
}

/**
 * Calls `work` at most once in `wait` milliseconds, and once more for what came meanwhile.
 * @param {number} wait
 * @param {() => Promise<void>} work
 */
export function seldom(wait, work) {
  let timer = 0;
  let last = -wait;
  return () => {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      last = performance.now();
      void work();
    }, Math.max(0, last + wait - performance.now()));
  };
}
