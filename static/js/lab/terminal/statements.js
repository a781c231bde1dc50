// Cuts pasted text into what is run one after another: lines, but those that belong together stay together.

/** @param {string} text @returns {string[]} */
export function statements(text) {
  /** @type {string[]} */
  const found = [];
  /** @type {string[]} */
  let open = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (!open.length && !line.trim()) continue;
    open.push(line);
    if (!isOpen(open)) {
      found.push(open.join("\n"));
      open = [];
    }
  }
  if (open.length) found.push(open.join("\n"));
  return found;
}

/** @param {string[]} lines */
function isOpen(lines) {
  const here = /<<-?\s*(['"]?)([\w-]+)\1/.exec(lines[0]);
  if (here) return lines.length < 2 || lines[lines.length - 1].replace(/^\t+/, "") !== here[2];
  const last = lines[lines.length - 1].trimEnd();
  if (/(\\|\||&&)$/.test(last)) return true;
  const text = lines.join("\n");
  if (depth(text) > 0) return true;
  return ["'", '"'].some((quote) => (text.replace(/\\./g, "").split(quote).length - 1) % 2 === 1 && !text.includes(quote === "'" ? '"' : "'"));
}

const OPENING = new Set(["for", "while", "until", "if"]);
const CLOSING = new Set(["done", "fi"]);
const BEFORE_A_COMMAND = new Set([...OPENING, "do", "then", "else", "elif", "!"]);

/** How many loops and conditions are not closed yet: such words count where a command begins. @param {string} text */
function depth(text) {
  let open = 0;
  let begins = true;
  for (const word of text.replace(/\\.|'[^']*'|"(\\.|[^"\\])*"|#.*$/gm, "x").match(/[;\n&|()]+|[^\s;&|()]+/g) ?? []) {
    if (/^[;\n&|()]/.test(word)) {
      begins = true;
      continue;
    }
    if (begins && OPENING.has(word)) open += 1;
    if (begins && CLOSING.has(word)) open -= 1;
    begins = begins && BEFORE_A_COMMAND.has(word) && word !== "for";
  }
  return open;
}
