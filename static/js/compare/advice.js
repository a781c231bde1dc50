// The questionnaire answers at once; the manifest that it hands over can be copied.
import { announce, byId } from "../lab/dom.js";
import { piece } from "./server.js";

export function startAdvice() {
  const form = /** @type {HTMLFormElement} */ (byId("questions"));
  const room = byId("recommended");
  let asked = 0;
  form.addEventListener("change", async () => {
    const answers = new URLSearchParams();
    for (const [name, value] of new FormData(form)) answers.set(name, String(value));
    asked += 1;
    const mine = asked;
    const html = await piece(`advice?${answers}`);
    if (html !== null && mine === asked) room.innerHTML = html;
  });
  room.addEventListener("click", async (/** @type {MouseEvent} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy]");
    if (!(button instanceof HTMLButtonElement)) return;
    try {
      await navigator.clipboard.writeText(room.querySelector("pre")?.textContent ?? "");
      announce(button.dataset.copied ?? "");
      button.textContent = button.dataset.copied ?? "";
    } catch {
      // Where the clipboard is closed to pages, the text can be selected and copied by hand.
      const pre = room.querySelector("pre");
      if (pre) getSelection()?.selectAllChildren(pre);
    }
  });
}
