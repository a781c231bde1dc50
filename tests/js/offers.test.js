// What is offered where: the three ports, values, names of neighbours, whole documents. Reads static/fields as it is served.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Fields, walk } from "../../static/js/lab/editor/fields.js";
import { offersAt } from "../../static/js/lab/editor/offers.js";
import { locate } from "../../static/js/lab/editor/yaml/outline.js";

const folder = new URL("../../static/fields/en/", import.meta.url);
const fields = new Fields(async (file) => JSON.parse(await readFile(new URL(`${file}.json`, folder), "utf8")));
await fields.load(["Service", "Deployment", "Ingress", "EndpointSlice", "Pod"]);

const DEPLOYMENT = {
  name: "deployment.yaml",
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels:
        app: shop
        tier: "1"
    spec:
      containers:
        - name: nginx
          ports:
            - name: http
              containerPort: 8080
            - containerPort: 9090
`,
};
const WEB = { name: "web.yaml", text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - name: http\n      port: 80\n" };
const SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n";
const INGRESS = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n";

function offers(marked, others = []) {
  const pos = marked.indexOf("|");
  const place = locate(marked.replace("|", ""), pos);
  return (place && offersAt(place, fields, others)?.choices) ?? [];
}
const labels = (...given) => offers(...given).map(({ label }) => label);

for (const [name, marked, expected, others] of [
  ["the three ports first", `${SERVICE}  ports:\n    - |`, ["port", "targetPort", "nodePort", "name", "protocol", "appProtocol"]],
  ["only what is not there yet", `${SERVICE}  ports:\n    - port: 80\n      |\n      name: http\n`, ["targetPort", "nodePort", "protocol", "appProtocol"]],
  ["the key that is being changed", `${SERVICE}  ports:\n    - po|rt: 80\n`, ["port", "targetPort", "nodePort", "name", "protocol", "appProtocol"]],
  ["values of an enum", `${SERVICE}  ports:\n    - protocol: |`, ["TCP", "UDP", "SCTP"]],
  ["a type", `${SERVICE}  type: N|`, ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]],
  ["a policy", `${SERVICE}  externalTrafficPolicy: |`, ["Cluster", "Local"]],
  ["a list of values", `${SERVICE}  ipFamilies:\n    - |`, ["IPv4", "IPv6"]],
  ["a boolean", `${SERVICE}  publishNotReadyAddresses: |`, ["true", "false"]],
  ["nothing for a free number", `${SERVICE}  ports:\n    - port: |`, []],
  ["named ports and numbers for targetPort", `${SERVICE}  ports:\n    - targetPort: |`, ["http", "8080", "9090"], [DEPLOYMENT]],
  ["labels of pods for a selector", `${SERVICE}  selector:\n    |`, ["app: shop", 'tier: "1"'], [DEPLOYMENT]],
  ["labels in braces", `${SERVICE}  selector: {|}`, ["app: shop", 'tier: "1"'], [DEPLOYMENT]],
  ["the label's value", `${SERVICE}  selector:\n    app: |`, ["shop"], [DEPLOYMENT]],
  ["a label not chosen yet", `${SERVICE}  selector:\n    app: shop\n    |`, ['tier: "1"'], [DEPLOYMENT]],
  ["labels of the selector for the template", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        |", ["app: web"]],
  ["ports of the same pod for a probe", DEPLOYMENT.text.replace("          ports:", "          readinessProbe:\n            httpGet:\n              port: |\n          ports:"), ["http", "8080", "9090"]],
  ["how a path is compared", `${INGRESS}            pathType: |`, ["Prefix", "Exact", "ImplementationSpecific"]],
  ["Services for a backend", `${INGRESS}            backend:\n              service:\n                name: |`, ["web"], [WEB, DEPLOYMENT]],
  ["the port of that Service", `${INGRESS}            backend:\n              service:\n                name: web\n                port:\n                  number: |`, ["80"], [WEB]],
  ["its name", `${INGRESS}            backend:\n              service:\n                name: web\n                port:\n                  name: |`, ["http"], [WEB]],
  ["kinds of a version", "apiVersion: apps/v1\nkind: |", ["Deployment", "ReplicaSet"]],
  ["the version of a kind", "apiVersion: |\nkind: Ingress\n", ["networking.k8s.io/v1"]],
  ["what a document lacks", "apiVersion: v1\nkind: Service\n|", ["metadata", "spec"]],
  ["in the second document", `${SERVICE}---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  strategy:\n    type: |`, ["RollingUpdate", "Recreate"]],
  ["nothing in a comment", `${SERVICE}  # |`, []],
  ["nothing for an unknown kind", "apiVersion: v1\nkind: Nothing\nspec:\n  |", []],
  ["fields of a Pod's container", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      ports:\n        - |", ["containerPort", "name", "hostPort", "hostIP", "protocol"]],
]) {
  test(`offers: ${name}`, () => {
    const found = labels(marked, others);
    if (name.startsWith("fields of")) assert.deepEqual(new Set(found), new Set(expected));
    else assert.deepEqual(found, expected);
  });
}

test("what is complete is not offered again, but another spelling is", () => {
  assert.deepEqual(labels("apiVersion: v1|\nkind: Service\n"), []);
  assert.ok(labels(`${SERVICE}  type: nodeport|`).includes("NodePort"));
});

test("each port has its sign and says whose it is", () => {
  const found = offers(`${SERVICE}  ports:\n    - |`).slice(0, 3);
  assert.deepEqual(found.map(({ role }) => role), ["port", "targetPort", "nodePort"]);
  assert.deepEqual(found.map(({ note }) => note), ["the Service", "the Pod", "every node"]);
});

test("what the server fills in is not offered", () => {
  const found = labels("apiVersion: v1\nkind: Service\nmetadata:\n  |");
  assert.ok(found.includes("labels"));
  assert.ok(!found.includes("uid"));
  assert.ok(!labels("apiVersion: v1\nkind: Service\n|").includes("status"));
});

test("what is inserted: a value's space, a list's dash as the document has it", () => {
  const insert = (marked, label) => offers(marked).find((choice) => choice.label === label)?.insert;
  assert.equal(insert(`${SERVICE}  |`, "type"), "type: ");
  assert.equal(insert(`${SERVICE}  |`, "ports"), "ports:\n    - ");
  assert.equal(insert(`${SERVICE}  ipFamilies:\n  - IPv4\n  |`, "ports"), "ports:\n  - ");
  assert.equal(insert(`${SERVICE}  |`, "selector"), "selector:\n    ");
  assert.equal(insert(`${SERVICE}  ports:\n    |`, "port"), "- port: ");
  assert.equal(insert(`${SERVICE}  ports:\n    - p|ort: 80`, "port"), "port");
  assert.equal(insert("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - |", "ports"), "ports:\n        - ");
});

test("whole documents in an empty place, filled in from the neighbours", () => {
  assert.ok(labels("|").includes("Deployment"));
  assert.ok(labels(`${SERVICE}---\n|`).includes("Ingress"));
  assert.ok(!labels("kind: Service\n|").includes("Ingress"));
  const service = offers("|", [DEPLOYMENT]).find(({ label }) => label === "Service NodePort");
  assert.match(service.insert, /selector:\n {4}app: shop\n {4}tier: "1"\n/);
  assert.match(service.insert, /targetPort: http\n/);
  const beside = { name: "a.yaml", text: "kind: Service\nmetadata: {name: a}\nspec: {ports: [{nodePort: 30080}]}\n" };
  assert.match(offers("|", [beside]).find(({ label }) => label === "Service NodePort").insert, /nodePort: 30081\n/);
  const ingress = offers("|", [WEB]).find(({ label }) => label === "Ingress");
  assert.match(ingress.insert, /name: web\n {16}port:\n {18}number: 80\n/);
});

test("the type at a path, through lists and maps", () => {
  const kind = fields.kind("v1", "Service");
  assert.equal(walk(kind, ["spec", "ports", 0, "nodePort"]).type, "integer");
  assert.equal(walk(kind, ["spec", "selector", "app"]).type, "string");
  assert.equal(walk(kind, ["spec", "nothing"]), null);
  assert.equal(walk(kind, ["spec", 0]), null);
});

test("an answer on 500 lines takes less than 5 ms", () => {
  const text = `${Array.from({ length: 25 }, () => DEPLOYMENT.text).join("---\n")}---\n${SERVICE}  ports:\n    - targetPort: `;
  assert.ok(text.split("\n").length > 500);
  const once = () => offersAt(locate(text, text.length), fields, [WEB]);
  assert.ok(taken(once) < 5);
});

/** Milliseconds of processor time for one call, once it is warm; the best of some, for other programs are at work too. */
function taken(call) {
  for (let round = 0; round < 30; round += 1) call();
  const batches = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let round = 0; round < 10; round += 1) call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 10_000;
  });
  return Math.min(...batches);
}
