// Manifests from this computer into the editor: chosen or dropped. They are read here and go nowhere but into the lab.
import { byId, h } from "../dom.js";
import { notify } from "../notices.js";
import { say } from "../words.js";
import { hands } from "./dialog.js";

const MOST = 64 * 1024;
const FILES = 20;
const NAME = /\.(ya?ml|json|txt)$/i;

export function pick() {
  const field = h("input", { type: "file", accept: ".yaml,.yml,.json,.txt", multiple: true, hidden: true });
  field.addEventListener("change", () => {
    void read([...(field.files ?? [])]);
    field.remove();
  });
  field.addEventListener("cancel", () => field.remove());
  byId("main").append(field);
  field.click();
}

/** @param {File[]} chosen */
export async function read(chosen) {
  const fitting = chosen.filter(({ name, size }) => NAME.test(name) && size <= MOST).slice(0, FILES);
  const refused = chosen.filter((file) => !fitting.includes(file)).map(({ name }) => name);
  if (refused.length) notify("import", say("files-refused", { names: refused.join(", ") }), { tone: "bad" });
  const files = await Promise.all(fitting.map(async (file) => ({ name: file.name.slice(0, 100), text: (await file.text()).replace(/\r\n?/g, "\n").replace(/^\ufeff/, "") })));
  if (files.length) hands().open(files);
}
