// Narrows what there is to choose from to what is typed. What is chosen stays in sight.
const find = document.getElementById("find");
if (find instanceof HTMLInputElement) {
  find.hidden = false;
  const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".lti-group > .lti-item")]);
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const group = item.parentElement?.querySelector("legend")?.textContent ?? "";
      const text = `${group} ${item.textContent}`.toLowerCase();
      const chosen = item.querySelector("input")?.checked ?? false;
      item.hidden = !chosen && !words.every((word) => text.includes(word));
    }
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lti-group"))) {
      group.hidden = ![...group.querySelectorAll(":scope > .lti-item")].some((item) => !(/** @type {HTMLElement} */ (item).hidden));
    }
  });
  // Enter means to go on looking, not to be done.
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// Who says what a test is to be about wants a test.
for (const field of document.querySelectorAll(".lti-test :is(input, select)")) {
  field.addEventListener("change", () => {
    const kinds = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=content]:is([value=test], [value=practice])"));
    if (![...kinds].some((kind) => kind.checked) && kinds[0]) kinds[0].checked = true;
  });
}
