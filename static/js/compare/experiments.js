// The table: a cell opens what is behind it, from where it can be played in its column.
import { byId } from "../lab/dom.js";
import { piece } from "./server.js";

/** @param {(kind: string, id: string, title: string) => void} replay */
export function startExperiments(replay) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("experiment"));
  const body = byId("experiment-body");
  document.querySelector(".compare-table table")?.addEventListener("click", async (event) => {
    const cell = /** @type {Element} */ (event.target).closest("button[data-row]");
    if (!(cell instanceof HTMLButtonElement)) return;
    const { row = "", kind = "" } = cell.dataset;
    const html = await piece(`experiment?row=${row}&kind=${kind}`);
    if (html === null) return;
    body.innerHTML = html;
    dialog.showModal();
  });
  body.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-replay]");
    if (!(button instanceof HTMLButtonElement)) return;
    dialog.close();
    replay(button.dataset.kind ?? "", button.dataset.replay ?? "", body.querySelector("h2")?.textContent ?? "");
  });
}
