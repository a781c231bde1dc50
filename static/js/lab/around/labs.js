// The visitor's labs: open one, call it something, put it away, begin another.
import { ask } from "../api.js";
import { announce, byId, h } from "../dom.js";
import { notify } from "../notices.js";
import { say } from "../words.js";
import { Dialog, hands } from "./dialog.js";

/** @typedef {{id: string, title: string, opened: string, steps: number, address: string, current: boolean}} Lab */

const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

/** Ask of one lab, be it this page's or another. @param {Lab} lab @param {string} what @param {object} body */
function askOf(lab, what, body) {
  return ask(`labs/${what}`, body, {}, lab.id);
}

export async function openLabs() {
  const dialog = new Dialog(say("labs-title"), "labs");
  const nodes = h("input", { class: "input labs-nodes", type: "number", id: "labs-nodes", min: 1, max: 20, value: 3, required: true, inputmode: "numeric" });
  const fresh = h("button", { class: "button primary" }, say("labs-new"));
  const begin = h("form", { class: "copy-row", novalidate: true }, h("div", { class: "field" }, h("label", { for: "labs-nodes" }, say("labs-nodes")), nodes), fresh);
  const list = h("ul", { class: "labs-list" });
  dialog.body.append(begin, list);
  begin.addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await dialog.trying(async () => {
      await hands().flush();
      return ask("labs/new", { nodes: nodes.valueAsNumber });
    });
    if (made) location.assign(made.address);
  });
  const show = async () => {
    const answer = await dialog.trying(() => ask("labs"));
    if (answer) list.replaceChildren(...answer.labs.map((/** @type {Lab} */ lab) => entry(lab, dialog, show)));
  };
  await show();
  (list.querySelector("a") ?? fresh).focus();
}

/** @param {Lab} lab @param {Dialog} dialog @param {() => Promise<void>} show */
function entry(lab, dialog, show) {
  const link = h("a", { href: lab.address, "aria-current": lab.current ? "page" : null }, lab.title);
  const facts = h("span", { class: "lab-facts" }, say("labs-facts", { date: dates.format(new Date(lab.opened)), steps: lab.steps }));
  const rename = h("button", { type: "button", class: "button small quiet", "aria-label": `${say("labs-rename")}: ${lab.title}` }, say("labs-rename"));
  const remove = h("button", { type: "button", class: "button small quiet", "aria-label": `${say("labs-remove")}: ${lab.title}` }, say("labs-remove"));
  const item = h("li", {}, h("div", { class: "lab-words" }, link, lab.current ? h("span", { class: "chip" }, say("labs-here")) : "", facts), rename, remove);
  rename.addEventListener("click", () => naming(item, lab, dialog, show));
  remove.addEventListener("click", async () => {
    const gone = await dialog.trying(() => askOf(lab, "remove", {}));
    if (!gone) return;
    if (lab.current) location.assign(gone.address);
    else {
      await show();
      const back = async () => {
        await ask("labs/restore", {}, {}, lab.id);
        announce(say("labs-restored", { title: lab.title }));
      };
      notify("lab-removed", say("labs-removed", { title: lab.title }), { tone: "calm", choices: [{ label: say("put-back"), act: () => void back() }] });
    }
  });
  return item;
}

/** @param {HTMLElement} item @param {Lab} lab @param {Dialog} dialog @param {() => Promise<void>} show */
function naming(item, lab, dialog, show) {
  const field = h("input", { class: "input", value: lab.title, maxlength: 100, "aria-label": say("labs-name"), autocomplete: "off" });
  const form = h("form", { class: "copy-row naming" }, field, h("button", { class: "button primary small" }, say("ok")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const named = await dialog.trying(() => askOf(lab, "rename", { title: field.value }));
    if (!named) return;
    if (lab.current) byId("lab-title").textContent = named.title;
    await show();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    void show();
  });
  item.replaceChildren(form);
  field.focus();
  field.select();
}
