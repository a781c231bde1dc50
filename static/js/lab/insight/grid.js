// Arrow keys in a table: one cell is on the way of the Tab key, the arrows go from cell to cell.

/**
 * @param {HTMLTableElement} table whose cells hold buttons
 * @param {[number, number]} start where the Tab key comes in
 * @param {(row: number, column: number) => void} came
 */
export function arrows(table, start, came) {
  const lines = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("button")]);
  if (!lines.length || !lines[0].length) return;
  const clamp = (/** @type {number} */ value, /** @type {number} */ last) => Math.max(0, Math.min(value, last));
  let [row, column] = [clamp(start[0], lines.length - 1), clamp(start[1], lines[0].length - 1)];
  for (const button of lines.flat()) button.tabIndex = -1;
  lines[row][column].tabIndex = 0;
  const go = (/** @type {number} */ toRow, /** @type {number} */ toColumn, focus = true) => {
    lines[row][column].tabIndex = -1;
    row = clamp(toRow, lines.length - 1);
    column = clamp(toColumn, lines[row].length - 1);
    lines[row][column].tabIndex = 0;
    if (focus) lines[row][column].focus();
    came(row, column);
  };
  table.addEventListener("focusin", (event) => {
    const at = lines.findIndex((line) => line.includes(/** @type {HTMLButtonElement} */ (event.target)));
    if (at >= 0) go(at, lines[at].indexOf(/** @type {HTMLButtonElement} */ (event.target)), false);
  });
  table.addEventListener("keydown", (event) => {
    const last = lines[row].length - 1;
    /** @type {Record<string, [number, number]>} */
    const steps = { ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1], Home: [row, 0], End: [row, last] };
    const next = steps[event.key];
    if (!next || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    if (event.ctrlKey) go(event.key === "Home" ? 0 : lines.length - 1, next[1]);
    else go(...next);
  });
}
