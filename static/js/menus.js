// <details class="menu">: closes when the pointer goes elsewhere, on Escape, and once something in it was chosen.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const target = /** @type {Node} */ (event.target);
    const chosen = target instanceof Element && target.closest("button, a") && !target.closest("summary");
    if (!menu.contains(target) || chosen) menu.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const inside = menu.contains(document.activeElement);
    menu.removeAttribute("open");
    if (inside) menu.querySelector("summary")?.focus();
  }
});
