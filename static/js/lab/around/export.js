// What can be taken home: manifests, and the drawing as a picture that needs nothing but itself.
import { Refusal, ask } from "../api.js";
import { byId, h } from "../dom.js";
import { notify } from "../notices.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { picture, raster } from "./picture.js";
import { hands } from "./dialog.js";

/** @param {string} name @param {Blob} content */
function save(name, content) {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** @param {string} name @param {string} text */
function saveText(name, text) {
  save(name, new Blob([text], { type: "application/yaml" }));
}

export async function exportCluster() {
  try {
    const { text } = await ask("export");
    if (text) saveText("cluster.yaml", text);
    else notify("export", say("export-nothing"), { tone: "calm" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    notify("export", error.message, { tone: "bad" });
  }
}

/** Each file as it stands in the editor; several as one, as kubectl reads them. */
export async function exportFiles() {
  const files = hands().files().filter(({ text }) => text.trim());
  if (files.length === 0) return notify("export", say("export-nothing"), { tone: "calm" });
  for (const { name, text } of files) {
    saveText(name, text);
    // A browser takes several files one after another, not at once.
    await new Promise((done) => window.setTimeout(done, 250));
  }
  return undefined;
}

/** @param {"svg" | "png"} kind */
export async function exportDrawing(kind) {
  const stage = byId("stage");
  const drawing = picture(stage, page.state.value);
  if (kind === "svg") return save("nodeport-lab.svg", new Blob([drawing.text], { type: "image/svg+xml" }));
  return save("nodeport-lab.png", await raster(drawing));
}
