// The link to the lab as it is now, and the two lines that put it into somebody's page.
import { ask } from "../api.js";
import { announce, h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { Dialog, copyButton, hands } from "./dialog.js";

/** The request that is shown, and which way it took. */
function journey() {
  const shown = page.journey.value;
  if (!shown) return null;
  const { from, to, protocol, via, http } = shown.trace.request;
  return { from, to: { address: to.address, port: to.port }, protocol, via, http, pick: shown.branch.id };
}

export async function openShare() {
  const dialog = new Dialog(say("share-title"), "share");
  const link = h("input", { class: "input", readonly: true, "aria-label": say("share-link"), value: "" });
  const note = h("p", { class: "dialog-note" }, say("share-note"));
  const [copy, copied] = copyButton(say("copy"), link, "primary");
  const row = h("div", { class: "copy-row" }, link, copy, copied);
  link.addEventListener("focus", () => link.select());
  dialog.body.append(row, note);
  const made = await dialog.trying(async () => {
    await hands().flush();
    return ask("share", { journey: journey() });
  });
  if (!made) {
    row.remove();
    return;
  }
  link.value = new URL(made.path, location.origin).href;
  if (typeof navigator.share === "function") {
    const button = h("button", { type: "button", class: "button" }, say("share-native"));
    button.addEventListener("click", () => void navigator.share({ title: document.title, url: link.value }).catch(() => {}));
    row.append(button);
  }
  row.append(h("a", { class: "button", href: link.value, target: "_blank", rel: "noopener" }, say("open")));
  link.focus();
  dialog.body.append(embedding(new URL(made.embed, location.origin).href), await links(dialog, made.code));
}

const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

/** @typedef {{code: string, title: string, made: string, steps: number, path: string}} Link_ */

/** The links that the visitor made, each to be taken back. @param {Dialog} dialog @param {string} code the one that was just made */
async function links(dialog, code) {
  const list = h("ul", { class: "shares-list" });
  const title = h("summary", { id: "shares-title" });
  const details = h("details", { class: "embedding" }, title, list);
  const show = async () => {
    const answer = await dialog.trying(() => ask("shares"));
    if (!answer) return;
    title.textContent = say("shares-title", { count: answer.shares.length });
    list.replaceChildren(...answer.shares.map((/** @type {Link_} */ link) => entry(link)));
  };
  const entry = (/** @type {Link_} */ { code: own, title: name, made, steps, path }) => {
    const remove = h("button", { type: "button", class: "button small quiet", "aria-label": `${say("shares-remove")}: ${path}` }, say("shares-remove"));
    const here = own === code ? [h("span", { class: "chip" }, say("shares-now"))] : [];
    const item = h("li", {}, h("div", { class: "lab-words" }, h("a", { href: path, target: "_blank", rel: "noopener" }, path), h("span", {}, name), ...here, h("span", { class: "lab-facts" }, say("labs-facts", { date: dates.format(new Date(made)), steps }))), remove);
    remove.addEventListener("click", () => {
      const sure = h("button", { type: "button", class: "button small" }, say("shares-remove"));
      const keep = h("button", { type: "button", class: "button small quiet" }, say("shares-keep"));
      const question = h("div", { class: "shares-sure", role: "group", "aria-label": path }, h("span", {}, say("shares-sure")), sure, keep);
      remove.hidden = true;
      item.append(question);
      sure.focus();
      keep.addEventListener("click", () => {
        question.remove();
        remove.hidden = false;
        remove.focus();
      });
      sure.addEventListener("click", async () => {
        if (!(await dialog.trying(() => ask("shares/remove", { code: own })))) return;
        if (own === code) return dialog.close();
        await show();
        title.focus();
        announce(say("shares-removed"));
        return undefined;
      });
    });
    return item;
  };
  await show();
  return details;
}

/** @param {string} address */
function embedding(address) {
  const theme = h("select", { class: "select" }, ...["auto", "light", "dark"].map((name) => h("option", { value: name }, say(`theme-${name}`))));
  const snippet = h("textarea", { class: "input snippet", readonly: true, rows: 4, spellcheck: "false", "aria-label": say("embed-snippet") });
  const frame = h("iframe", { class: "embed-preview", title: say("embed-preview"), loading: "lazy" });
  const shown = () => (theme.value === "auto" ? address : `${address}?theme=${theme.value}`);
  const write = () => {
    snippet.value = `<iframe src="${shown()}" title="NodePort Lab" width="100%" height="640" style="border:0" loading="lazy" allow="clipboard-write"></iframe>\n<script async src="${new URL("/embed.js", location.origin).href}"></script>`;
    if (details.open) frame.src = shown();
  };
  const [copy, copied] = copyButton(say("copy"), snippet);
  const details = h(
    "details", { class: "embedding" },
    h("summary", {}, say("embed-title")),
    h(
      "div", {},
      h("p", { class: "dialog-note" }, say("embed-note")),
      h("label", { class: "field" }, h("span", {}, say("embed-theme")), theme),
      h("div", { class: "copy-row" }, snippet, copy, copied),
      h("p", { class: "dialog-note" }, say("embed-preview")),
      frame,
    ),
  );
  theme.addEventListener("change", write);
  details.addEventListener("toggle", write);
  window.addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.type === "nodeport-lab:height") frame.style.height = `${data.height}px`;
  });
  write();
  return details;
}
