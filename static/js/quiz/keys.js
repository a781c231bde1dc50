// 1 to 9 choose, Enter answers, Enter goes on. Whoever is typing is left alone.

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=radio], [type=checkbox]), textarea, select, .code-editor");
}

/** @param {EventTarget | null} target */
function acting(target) {
  return target instanceof HTMLElement && target.closest("button, a, summary, [role=slider], input[type=range]") !== null;
}

export function listenKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (/^[1-9]$/.test(event.key) && !typing(event.target)) choose(event);
    else if (event.key === "Enter" && !typing(event.target) && !acting(event.target)) go(event);
  });
}

/** @param {KeyboardEvent} event */
function choose(event) {
  const option = /** @type {HTMLInputElement | null} */ (document.querySelector(`#answer input[data-key="${event.key}"]`));
  if (!option) return;
  event.preventDefault();
  option.focus();
  option.click();
}

/** @param {KeyboardEvent} event */
function go(event) {
  const next = document.getElementById("next");
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));
  if (next) {
    event.preventDefault();
    next.click();
  } else if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
}
