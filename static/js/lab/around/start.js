// What surrounds a lab: its menu, its link, what comes in and goes out. Each part is fetched when it is first wished for.
import { readonly } from "../dom.js";

/** Does this where there is such a button. @param {string} id @param {() => void} act */
function on(id, act) {
  document.getElementById(id)?.addEventListener("click", act);
}

on("share", () => void import("./share.js").then(({ openShare }) => openShare()));
on("menu-labs", () => void import("./labs.js").then(({ openLabs }) => openLabs()));
on("menu-presets", () => void import("./presets.js").then(({ openPresets }) => openPresets()));
on("menu-files", () => void import("./files.js").then(({ pick }) => pick()));
on("menu-yaml", () => void import("./export.js").then(({ exportCluster }) => exportCluster()));
on("menu-editor", () => void import("./export.js").then(({ exportFiles }) => exportFiles()));
on("menu-svg", () => void import("./export.js").then(({ exportDrawing }) => exportDrawing("svg")));
on("menu-png", () => void import("./export.js").then(({ exportDrawing }) => exportDrawing("png")));

if (document.getElementById("lab-preset")) void import("./preset.js").then(({ startPreset }) => startPreset());
if (document.getElementById("shared")) void import("./shared.js").then(({ startShared }) => startShared());

// Files that are dropped on the manifests: caught before the editor would write them into the one that is open.
const pane = document.getElementById("pane-yaml");
if (pane && !readonly()) {
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (/** @type {DragEvent} */ event) => {
    if (!carries(event)) return;
    event.preventDefault();
    pane.toggleAttribute("data-dropping", event.type === "dragover");
  };
  pane.addEventListener("dragover", over, true);
  pane.addEventListener("dragleave", (event) => {
    if (!pane.contains(/** @type {Node | null} */ (event.relatedTarget))) pane.removeAttribute("data-dropping");
  });
  pane.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    pane.removeAttribute("data-dropping");
    const dropped = [...(event.dataTransfer?.files ?? [])];
    void import("./files.js").then(({ read }) => read(dropped));
  }, true);
}
