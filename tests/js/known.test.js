// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { known, pieces } from "../../static/js/lab/known.js";

const SNAPSHOT = {
  client: { name: "client", address: "203.0.113.10" },
  nodes: [{ name: "node1", address: "192.168.1.101" }],
  deployments: [{ namespace: "default", name: "web" }, { namespace: "default", name: "nginx-deployment" }],
  ingresses: [{ namespace: "shop", name: "front", addresses: [], rules: [] }],
  pods: [{ namespace: "default", name: "web-1", address: "10.1.0.5", labels: { app: "web", "app.kubernetes.io/name": "x" } }, { namespace: "default", name: "waiting", address: null, labels: {} }],
  services: [{ namespace: "default", name: "web", clusterIP: "10.96.1.2", externalIPs: ["192.0.2.7"], loadBalancer: { addresses: ["198.51.100.10"] }, selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }], endpoints: [] }],
};

/** What a text names: words with their things, numbers with their role. */
function named(text) {
  const found = pieces(text, known(SNAPSHOT));
  assert.equal(found.map((piece) => piece.text).join(""), text);
  return found.filter(({ role, things }) => role || things).map((piece) => [piece.text, piece.role ?? piece.things.join(" ")]);
}

for (const [text, expected] of [
  ["nothing of the kind 80", []],
  ["http://192.168.1.101:30080/", [["192.168.1.101", "address:192.168.1.101"], ["30080", "nodePort"]]],
  ["10.96.1.2:80 10.1.0.5:8080", [["10.96.1.2", "address:10.96.1.2"], ["80", "port"], ["10.1.0.5", "address:10.1.0.5"], ["8080", "targetPort"]]],
  ["-A KUBE-SERVICES -d 10.96.1.2/32 -j X", [["10.96.1.2", "address:10.96.1.2"]]],
  ["service/web created", [["web", "service:default/web"]]],
  ["deployment.apps/web created", [["web", "deployment:default/web"]]],
  ["pod/web-1 on node1.", [["web-1", "place:default/web-1"], ["node1", "place:node1"]]],
  ["web does", [["web", "service:default/web deployment:default/web"]]],
  ["pod/web", []],
  ["ingress.networking.k8s.io/front", [["front", "ingress:shop/front"]]],
  ["web.default.svc.cluster.local. 198.51.100.10, 192.0.2.7", [["web.default.svc.cluster.local", "service:default/web"], ["198.51.100.10", "address:198.51.100.10"], ["192.0.2.7", "address:192.0.2.7"]]],
  ["app=web,app.kubernetes.io/name=x -l app=other", [["app=web", "label:default/app=web"], ["app.kubernetes.io/name=x", "label:default/app.kubernetes.io/name=x"]]],
  ["node1からweb-1へ", [["node1", "place:node1"], ["web-1", "place:default/web-1"]]],
  ["webs my-web web-12", []],
]) test(`what it names: ${text}`, () => assert.deepEqual(named(text), expected));
