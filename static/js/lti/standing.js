// How one stands in the course's gradebook: asked for again while the page is looked at, and shown where it changed.
const EVERY = 8000;
const shown = document.getElementById("standing");

async function look() {
  if (!shown || document.hidden) return;
  try {
    const response = await fetch(shown.dataset.address ?? "");
    if (!response.ok) return;
    const found = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("standing");
    if (!found || found.textContent === shown.textContent) return;
    shown.textContent = found.textContent;
    shown.toggleAttribute("data-arrived", found.hasAttribute("data-arrived"));
  } catch {
    // Not now; in a while.
  }
}

if (shown) {
  setInterval(() => void look(), EVERY);
  document.addEventListener("visibilitychange", () => void look());
}
