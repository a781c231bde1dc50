// The theme switch: automatic, light, dark. The choice is a cookie, so that the server writes it into the page and
// nothing flashes.

const ORDER = ["auto", "light", "dark"];
const YEAR = 365 * 24 * 3600;

/** @param {HTMLElement} button whose data-auto, data-light and data-dark say what each choice is called */
function mount(button) {
  const root = document.documentElement;
  const show = (/** @type {string} */ choice) => {
    root.dataset.theme = choice;
    const name = button.dataset[choice] ?? "";
    button.title = name;
    button.setAttribute("aria-label", name);
  };
  const { theme = "auto" } = root.dataset;
  show(ORDER.includes(theme) ? theme : "auto");
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme ?? "auto") + 1) % ORDER.length];
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${next}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
    show(next);
  });
}

const button = document.getElementById("theme");
if (button) mount(button);
