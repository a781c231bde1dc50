// What a lab may begin with: searched, grouped, opened in a lab of its own, so that nothing is lost.
import { ask } from "../api.js";
import { h } from "../dom.js";
import { say } from "../words.js";
import { Dialog, hands } from "./dialog.js";

/** @typedef {{id: string, title: string, text: string}} Item */

export async function openPresets() {
  const dialog = new Dialog(say("presets-title"), "presets");
  const search = h("input", { class: "input", type: "search", placeholder: say("presets-search"), "aria-label": say("presets-search"), autocomplete: "off" });
  const none = h("p", { class: "dialog-note", role: "status" });
  const groups = h("div", { class: "preset-groups", tabindex: "-1" });
  dialog.body.append(h("p", { class: "dialog-note" }, say("presets-note")), search, none, groups);
  const answer = await dialog.trying(() => ask("presets"));
  if (!answer) return;
  const open = async (/** @type {Item} */ item) => {
    const made = await dialog.trying(async () => {
      await hands().flush();
      return ask("labs/new", { preset: item.id });
    });
    if (made) location.assign(made.address);
  };
  const sections = answer.groups.map((/** @type {{title: string, items: Item[]}} */ group, /** @type {number} */ index) => {
    const cards = group.items.map((item) => {
      const button = h("button", { type: "button", class: "preset" }, h("strong", {}, item.title), h("span", {}, item.text));
      button.addEventListener("click", () => void open(item));
      return { button, words: `${item.id} ${item.title} ${item.text}`.toLowerCase() };
    });
    const name = `preset-group-${index}`;
    const section = h("section", { "aria-labelledby": name }, h("h3", { id: name }, group.title), h("div", { class: "preset-cards" }, ...cards.map(({ button }) => button)));
    return { section, cards };
  });
  groups.replaceChildren(...sections.map((/** @type {{section: HTMLElement}} */ { section }) => section));
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { section, cards } of sections) {
      let some = false;
      for (const { button, words } of cards) {
        button.hidden = !wanted.every((word) => words.includes(word));
        some ||= !button.hidden;
        found += button.hidden ? 0 : 1;
      }
      section.hidden = !some;
    }
    none.textContent = wanted.length === 0 ? "" : found ? say("presets-found", { count: found }) : say("presets-none");
  });
  search.focus();
}
