// A manifest is mended in the lab's editor: marks while typing, repairs, completion. The text field beneath holds what is sent;
// without a script it is what one types into.
import { Editor } from "../lab/editor/editor.js";
import { debounced } from "../lab/dom.js";

const WAIT = 400;

/** @param {HTMLFormElement} form */
export function startRepair(form) {
  const fields = /** @type {HTMLTextAreaElement[]} */ ([...form.querySelectorAll("textarea[data-code]")]);
  const files = () => fields.map((field) => ({ name: field.dataset.code ?? "", text: field.value }));
  /** @type {Editor[]} */
  const editors = [];
  let asked = 0;
  const check = debounced(WAIT, () => {
    // It was answered meanwhile: nothing is left to be marked.
    if (!form.isConnected) return;
    asked += 1;
    const mine = asked;
    void fetch(form.dataset.check ?? "", { method: "POST", body: new FormData(form) })
      .then((response) => (response.ok ? response.json() : null))
      .then((found) => {
        if (found && mine === asked) for (const editor of editors) editor.show(found.problems);
      })
      // Without a connection there are no marks; the answer says so itself.
      .catch(() => {});
  });
  for (const field of fields) {
    const host = document.createElement("div");
    host.className = "code-editor";
    field.before(host);
    field.hidden = true;
    const editor = new Editor(host, {
      changed: () => {
        field.value = editor.text();
        check();
      },
      moved: () => {},
      apply: () => form.requestSubmit(),
      repaired: () => {},
      chosen: () => {},
      toProblems: () => false,
      files,
    });
    editor.open(field.dataset.code ?? "", field.value);
    editors.push(editor);
    form.querySelector(`label[for="${field.id}"]`)?.addEventListener("click", () => editor.focus());
  }
  check();
}
