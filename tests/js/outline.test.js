// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { locate, read } from "../../static/js/lab/editor/yaml/outline.js";
import { find, pathOf, slotAt, textAt } from "../../static/js/lab/editor/yaml/tree.js";

/** Where the cursor, written as |, is: role, path, what is typed, the keys beside it. */
function at(marked) {
  const pos = marked.indexOf("|");
  const place = locate(marked.replace("|", ""), pos);
  if (!place) return null;
  const keys = place.map?.slots.filter((slot) => slot !== place.current).map((slot) => slot.key) ?? [];
  return [place.role, pathOf(place.slot).join("."), place.typed, keys.join(" ")];
}

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web # the label
  type: NodePort
  ports:
  - protocol: TCP
    port: 80
    targetPort: 80
`;

for (const [name, text, expected] of [
  ["an empty text", "|", ["key", "", "", ""]],
  ["the beginning of a key at the top", "ap|", ["key", "", "ap", ""]],
  ["a key at the top beside others", "kind: Service\nsp|\nmetadata: {}\n", ["key", "", "sp", "kind metadata"]],
  ["a value", "kind: Ser|", ["value", "kind", "Ser", ""]],
  ["a value not begun", "kind: |", ["value", "kind", "", ""]],
  ["right after the colon", "kind:|", null],
  ["a comment", "kind: Service # a |", null],
  ["below a key", "spec:\n  |", ["key", "spec", "", ""]],
  ["below a key, the others following", "spec:\n  |\n  type: NodePort\n", ["key", "spec", "", "type"]],
  ["begun below a key, the others following", "spec:\n  po|\n  type: NodePort\n", ["key", "spec", "po", "type"]],
  ["after a dash", "spec:\n  ports:\n  - |", ["key", "spec.ports.0", "", ""]],
  ["after a dash, deeper", "spec:\n  ports:\n    - po|\n", ["key", "spec.ports.0", "po", ""]],
  ["in an item", `${SERVICE}    no|`, ["key", "spec.ports.0", "no", "protocol port targetPort"]],
  ["on a key of an item", SERVICE.replace("targetPort", "target|Port"), ["key", "spec.ports.0", "target", "protocol port"]],
  ["on the key beside the dash", SERVICE.replace("- protocol", "- proto|col"), ["key", "spec.ports.0", "proto", "port targetPort"]],
  ["a second item", `${SERVICE}  - |`, ["key", "spec.ports.1", "", ""]],
  ["back at spec", `${SERVICE}  |`, ["key", "spec", "", "selector type ports"]],
  ["in a list without a dash", "spec:\n  ports:\n    - port: 80\n    |", ["key", "spec.ports", "", ""]],
  ["a map of free keys", SERVICE.replace("app: web #", "app: we| #"), ["value", "spec.selector.app", "we", ""]],
  ["the second document", `${SERVICE}---\nki|`, ["key", "", "ki", ""]],
  ["between documents", `a: 1\n---\n|\n---\nb: 2\n`, ["key", "", "", ""]],
  ["in a block scalar", "data:\n  a: >\n    ke|y: 1\n", null],
  ["after a block scalar", "data:\n  a: >\n    key: 1\n  |", ["key", "data", "", "a"]],
  ["deeper than a scalar's key", "spec:\n  type: NodePort\n    |", null],
  ["a flow map's key", "selector: {ap|}", ["key", "selector", "ap", ""]],
  ["a flow map's second key", "selector: {app: web, ti|}", ["key", "selector", "ti", "app"]],
  ["a flow map's value", "selector: {app: |}", ["value", "selector.app", "", ""]],
  ["a flow list's item", "ipFamilies: [IPv4, I|]", ["value", "ipFamilies.1", "I", ""]],
  ["a map in a flow list", "ports: [{port: 80, no|}]", ["key", "ports.0", "no", "port"]],
  ["a flow map that is not closed", "spec:\n  selector: {app|\n  ports:\n  - port: 80\n", ["key", "spec.selector", "app", ""]],
]) {
  test(`where the cursor is: ${name}`, () => {
    assert.deepEqual(at(text), expected);
  });
}

test("documents, values and paths", () => {
  const [service, other] = read(`${SERVICE}---\nkind: "Pod"\nmetadata: {name: 'p', labels: {app: web}}\n`);
  assert.equal(textAt(service.root, "spec", "ports", 0, "targetPort"), "80");
  assert.equal(textAt(service.root, "spec", "selector", "app"), "web");
  assert.equal(textAt(other.root, "kind"), "Pod");
  assert.equal(textAt(other.root, "metadata", "labels", "app"), "web");
  assert.equal(find(service.root, "spec", "nothing", 3), null);
});

test("JSON", () => {
  const [document] = read('{\n  "kind": "Service",\n  "spec": {"ports": [{"port": 80}]}\n}\n');
  assert.equal(textAt(document.root, "spec", "ports", 0, "port"), "80");
});

test("what a position is on", () => {
  const found = slotAt(read(SERVICE), SERVICE.indexOf("targetPort") + 3);
  assert.deepEqual([found.part, pathOf(found.slot).join(".")], ["key", "spec.ports.0.targetPort"]);
  const value = slotAt(read(SERVICE), SERVICE.indexOf("NodePort") + 1);
  assert.deepEqual([value.part, pathOf(value.slot).join(".")], ["value", "spec.type"]);
});

test("any text at all is read, wherever the cursor is", () => {
  const parts = ["- ", "  ", "a:", " b", "\n", "{", "}", "[", "]", ",", '"', "'", ":", "#", "|\n", "---\n", "\t", "&x ", "ポート"];
  let seed = 7;
  const next = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: next(25) }, () => parts[next(parts.length)]).join("");
    locate(text, next(text.length + 1));
    slotAt(read(text), next(text.length + 1));
  }
  read("[".repeat(30000));
});
