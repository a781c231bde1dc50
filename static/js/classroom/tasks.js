// The teacher's page of tasks: the form to give one out, and the terms of those that are given.
import { byId } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { local } from "./times.js";

const place = byId("class");
const token = /** @type {HTMLInputElement} */ (document.querySelector("input[name=csrfmiddlewaretoken]")).value;

/**
 * @param {string} name
 * @param {object} body
 * @returns {Promise<string>} what was wrong, or nothing
 */
async function order(name, body) {
  try {
    const answer = await fetch(place.dataset.orders.replace(/-$/, name), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    return answer.ok ? "" : (said.error?.message ?? say("class-failed"));
  } catch {
    return say("class-offline");
  }
}

/** Deadline, lateness, attempts as a form has them. @param {any} fields */
function terms(fields) {
  const until = fields.namedItem("deadline").value;
  return {
    deadline: until ? new Date(until).toISOString() : null,
    late: fields.namedItem("late").value === "yes",
    attempts: Number(fields.namedItem("attempts").value) || null,
  };
}

/** @param {HTMLFormElement} form @param {string} name @returns {string[]} */
const checked = (form, name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => /** @type {HTMLInputElement} */ (box).value);

/** The words of an exercise by language, from files called text.ja.md, text.en.md. @param {FileList} files */
async function texts(files) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const file of files) {
    const language = /\.(ja|en)\.[^.]+$/.exec(file.name)?.[1] ?? document.documentElement.lang;
    found[language] = await file.text();
  }
  return found;
}

/** What the form gives out; or what is still to be chosen. @param {HTMLFormElement} form @returns {Promise<object | string>} */
async function wanted(form) {
  const fields = /** @type {any} */ (form.elements);
  const kind = fields.namedItem("kind").value;
  const title = fields.namedItem("title").value;
  if (kind === "exercise" || kind === "lesson") return { kind, item: fields.namedItem(kind).value };
  if (kind === "own") {
    const file = fields.namedItem("yaml").files[0];
    if (!file) return say("class-task-choose");
    return { kind, title, yaml: await file.text(), texts: await texts(fields.namedItem("texts").files) };
  }
  const from = fields.namedItem("from").value;
  const items = checked(form, "item");
  if (from === "items" && !items.length) return say("class-items-choose");
  const what = from === "items" ? { items } : from === "bank" ? { bank: fields.namedItem("bank").value } : { points: checked(form, "topic") };
  const quiz = { ...what, count: Number(fields.namedItem("count").value), minutes: Number(fields.namedItem("minutes").value) || null, told: fields.namedItem("told").value === "now" };
  return { kind, title, quiz };
}

/** @param {HTMLElement} error @param {string} wrong */
function tell(error, wrong) {
  error.textContent = wrong;
  error.hidden = !wrong;
}

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("assign-form"));
if (form) {
  const fields = /** @type {any} */ (form.elements);
  /** Only what belongs to the chosen kind is shown. */
  const fit = () => {
    const kind = fields.namedItem("kind").value;
    const from = fields.namedItem("from").value;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-kind], [data-from]"))) {
      const wanted = part.dataset.kind ?? part.dataset.from ?? "";
      part.hidden = !wanted.split(" ").includes(part.dataset.kind ? kind : from);
    }
    byId("task-learners").hidden = fields.namedItem("whom").value !== "some";
    for (const name of ["exercise", "lesson"]) byId(`look-${name}`).href = fields.namedItem(name).selectedOptions[0]?.dataset.address;
    const items = byId("items");
    if (kind === "quiz" && from === "items" && !items.dataset.asked) {
      items.dataset.asked = "yes";
      void fetch(items.dataset.address ?? "").then(async (answer) => (items.innerHTML = await answer.text()));
    }
  };
  form.addEventListener("change", fit);
  fit();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const error = byId("assign-error");
    const button = byId("assign-button");
    button.disabled = true;
    const what = await wanted(form);
    const learners = fields.namedItem("whom").value === "some" ? checked(form, "learner") : null;
    const wrong =
      typeof what === "string" ? what : await order("assign", { ...what, learners, ...terms(fields), note: fields.namedItem("note").value, push: fields.namedItem("push").checked });
    button.disabled = false;
    tell(error, wrong);
    if (!wrong) location.assign(location.pathname);
  });
}

const dialog = byId("terms");
for (const button of document.querySelectorAll("[data-change]")) {
  const { change, title, deadline, late, attempts } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", () => {
    const own = byId("terms-form");
    const fields = own.elements;
    const error = own.querySelector(".task-error");
    tell(error, "");
    byId("terms-of").textContent = title ?? "";
    fields.namedItem("deadline").value = local(deadline ?? "");
    fields.namedItem("late").value = late === "true" ? "yes" : "no";
    fields.namedItem("attempts").value = attempts ?? "";
    button.closest("details")?.removeAttribute("open");
    dialog.showModal();
    dialog.querySelector("[value=cancel]").onclick = () => dialog.close();
    own.onsubmit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const wrong = await order("change-task", { task: change, ...terms(fields) });
      tell(error, wrong);
      if (!wrong) location.reload();
    };
  });
}
for (const button of document.querySelectorAll("[data-withdraw]")) {
  const { withdraw, title } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", () => {
    const sure = byId("sure");
    byId("sure-text").textContent = say("class-withdraw-sure", { title: title ?? "" });
    sure.returnValue = "";
    button.closest("details")?.removeAttribute("open");
    sure.showModal();
    sure.addEventListener("close", async () => {
      if (sure.returnValue !== "ok") return;
      const wrong = await order("withdraw", { task: withdraw });
      if (wrong) tell(byId("class-connection"), wrong);
      else location.reload();
    }, { once: true });
  });
}
