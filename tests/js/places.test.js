// Fields by their paths, found in what stands in the editor.
import assert from "node:assert/strict";
import { test } from "node:test";

import { placesOf } from "../../static/js/lab/editor/places.js";

const SERVICE = `apiVersion: v1
kind: Service
spec:
  selector:
    app: nginx
    colour: blue
  ports:
  - port: 80
    nodePort: 30080
`;
const DEPLOYMENT = "kind: Deployment\nspec:\n  replicas: 2\n";
const files = [{ name: "deployment.yaml", text: DEPLOYMENT }, { name: "service.yaml", text: SERVICE }];

/** @param {string} field */
function textOf(field) {
  const { name, spans } = placesOf([field], files);
  const text = files.find((file) => file.name === name)?.text ?? "";
  return spans.map(({ from, to }) => text.slice(from, to));
}

test("a field is found with all that belongs to it, in the file that has it", () => {
  assert.deepEqual(textOf("spec.selector"), ["selector:\n    app: nginx\n    colour: blue"]);
  assert.deepEqual(textOf("spec.ports.0.nodePort"), ["nodePort: 30080"]);
  assert.deepEqual(textOf("spec.replicas"), ["replicas: 2"]);
});

test("what is not there is nowhere", () => {
  assert.deepEqual(placesOf(["spec.type"], files), { name: null, spans: [] });
  assert.deepEqual(placesOf([], files), { name: null, spans: [] });
});
