// The teacher's board: who is there, who needs help; and the teacher's orders.
import { announce, byId, h } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { Rows } from "./rows.js";
import { Line, connection, startCopying } from "./socket.js";

const place = byId("class");
const token = /** @type {HTMLInputElement} */ (document.querySelector("input[name=csrfmiddlewaretoken]")).value;
const rows = new Rows({
  watch: (id) => place.dataset.watch.replace("/-/", `/${id}/`),
  closed: place.dataset.closed === "true",
  shown: () => place.dataset.shown,
  order: (name, body) => void order(name, body),
  rename: (row) => rename(row),
  remove: async (row) => {
    if (await sure(say("class-remove-sure", { name: row.name }))) void order("remove", { learner: row.id });
  },
  chosen: () => whom(),
});

/**
 * @param {string} name
 * @param {object} body
 * @returns {Promise<string>} what was wrong, or nothing
 */
async function order(name, body) {
  let wrong = say("class-failed");
  try {
    const answer = await fetch(place.dataset.orders.replace(/-$/, name), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) wrong = "";
    else wrong = said.error?.message ?? wrong;
  } catch {
    wrong = say("class-offline");
  }
  connection(wrong);
  return wrong;
}

/** @param {string} text @returns {Promise<boolean>} */
function sure(text) {
  const dialog = byId("sure");
  byId("sure-text").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "ok"), { once: true }));
}

/** @param {import("./rows.js").Row} row */
function rename(row) {
  const dialog = byId("name-dialog");
  const form = dialog.querySelector("form");
  const error = dialog.querySelector(".error");
  form.elements.namedItem("name").value = row.name;
  error.hidden = true;
  dialog.showModal();
  form.onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wrong = await order("rename", { learner: row.id, name: form.elements.namedItem("name").value });
    error.textContent = wrong;
    error.hidden = !wrong;
    if (!wrong) dialog.close();
  };
  dialog.querySelector("[value=cancel]").onclick = () => dialog.close();
}

/** @param {string} id @param {string} kind @param {(event: Event) => void} act */
function on(id, kind, act) {
  document.getElementById(id)?.addEventListener(kind, act);
}

on("picture-open", "click", () => byId("picture").showModal());
on("lock", "click", () => void order("lock", { on: byId("lock").getAttribute("aria-pressed") !== "true" }));
on("close", "click", async () => {
  if ((await sure(say("class-close-sure"))) && !(await order("close", {}))) location.reload();
});
on("delete", "click", async () => {
  if ((await sure(say("class-delete-sure"))) && !(await order("delete", {}))) location.assign(place.dataset.home);
});
on("reopen", "click", async () => {
  if (!(await order("reopen", {}))) location.reload();
});
/** @param {boolean} alone */
async function renew(alone) {
  if ((await sure(say(alone ? "class-renew-alone-sure" : "class-renew-sure"))) && !(await order("renew", { alone }))) location.reload();
}
on("renew", "click", () => void renew(false));
on("renew-alone", "click", () => void renew(true));
on("give-task", "click", () => {
  const link = /** @type {HTMLAnchorElement} */ (byId("give-task"));
  link.search = new URLSearchParams([...rows.chosen].map((id) => ["to", id])).toString();
});
on("show-end", "click", () => void order("show", { learner: null }));
on("choose-all", "change", () => rows.chooseAll(byId("choose-all").checked));

/** Whom the next cluster is for. */
function whom() {
  const count = rows.chosen.size;
  byId("choose-all").checked = count > 0 && count === rows.rows.size;
  const words = document.getElementById("give-whom");
  if (words) words.textContent = count ? say("class-for-some", { count }) : say("class-for-all");
}

on("give-form", "change", () => {
  const form = byId("give-form");
  for (const field of form.querySelectorAll("[data-kind]")) field.hidden = field.dataset.kind !== form.elements.namedItem("kind").value;
});
on("give-form", "submit", async (event) => {
  event.preventDefault();
  const fields = byId("give-form").elements;
  const own = fields.namedItem("kind").value === "own";
  const yaml = fields.namedItem("yaml").value;
  if (own && !yaml.trim()) return void fields.namedItem("yaml").focus();
  const what = own ? { files: [{ name: "manifest.yaml", text: yaml }] } : { preset: fields.namedItem("preset").value };
  const learners = rows.chosen.size ? [...rows.chosen] : null;
  const button = byId("give-button");
  button.disabled = true;
  const wrong = await order("give", { ...what, learners, task: fields.namedItem("task").value });
  button.disabled = false;
  if (wrong) return;
  announce(say("class-given"));
  rows.chooseAll(false);
  byId("give").open = false;
});

/** @param {string} learner */
function shows(learner) {
  place.dataset.shown = learner;
  byId("class-shown").hidden = !learner;
  const name = rows.rows.get(learner)?.name ?? "";
  byId("class-shown").querySelector("span").replaceChildren(h("strong", {}, say("class-shown", { name })));
}

new Line("board", (heard) => {
  switch (heard.type) {
    case "rows":
      rows.take(heard.rows, heard.all);
      shows(place.dataset.shown);
      break;
    case "gone":
      rows.drop(heard.ids);
      break;
    case "room": {
      if (heard.closed !== (place.dataset.closed === "true")) return location.reload();
      const lock = document.getElementById("lock");
      lock?.setAttribute("aria-pressed", String(heard.locked));
      if (lock) lock.textContent = say(heard.locked ? "class-locked" : "class-unlocked");
      shows(heard.shown ?? "");
      break;
    }
    case "out":
      location.assign(place.dataset.home);
      break;
    default:
      throw new Error(`the room said "${heard.type}"`);
  }
});
startCopying();
rows.take(JSON.parse(byId("class-rows").textContent), true);
shows(place.dataset.shown);
