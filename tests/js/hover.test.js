// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { thingFields } from "../../static/js/lab/editor/yaml/things.js";
import { related, same } from "../../static/js/lab/hover.js";

const POD = { is: ["place:default/web-1", "address:10.1.0.5"], about: ["deployment:default/web", "label:default/app=web"] };
const SIBLING = { is: ["place:default/web-2", "address:10.1.0.6"], about: ["deployment:default/web", "label:default/app=web"] };
const only = (...is) => ({ is, about: [] });

test("the same thing lights up, and what belongs to it, both ways; what only belongs to the same does not", () => {
  assert.ok(related(POD, POD));
  for (const one of [only("address:10.1.0.5"), only("deployment:default/web"), only("label:default/app=web"), { is: [], about: ["address:10.1.0.5"] }]) {
    assert.ok(related(POD, one));
    assert.ok(related(one, POD));
  }
  assert.ok(!related(POD, SIBLING));
  assert.ok(!related(only(), only()));
  assert.ok(!related(POD, only("label:shop/app=web")));
});

test("a port is the same by role, number or name, and Service where both say it", () => {
  const port = (role, ports, service = null) => ({ role, ports, service });
  assert.ok(same(port("targetPort", ["80", "http"]), port("targetPort", ["http"])));
  assert.ok(!same(port("port", ["80"]), port("targetPort", ["80"])));
  assert.ok(!same(port("port", ["80"], "default/a"), port("port", ["80"], "default/b")));
  assert.ok(same(port("port", ["80"], "default/a"), port("port", ["80"])));
});

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: none}}
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: "web" # the label
    spec:
      containers:
      - image: nginx
        ports:
        - containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  clusterIP: 10.96.1.2
  sessionAffinity: ClientIP
  externalIPs:
  - 192.0.2.7
  selector:
    app: web
  ports:
  - nodePort: 30080
---
kind: Ingress
metadata: {name: front}
spec:
  rules:
  - host: shop.example
    http: {paths: [{path: /, backend: {service: {name: web}}}]}
---
not: [closed
`;

test("what the fields of manifests stand for", () => {
  const found = thingFields(TEXT).map(({ from, to, is, about, targetPort }) => [TEXT.slice(from, to), is.join(" ") + (targetPort ? `T${targetPort}` : ""), about.join(" ")]);
  const service = "field:Service/shop/web:";
  assert.deepEqual(found, [
    ["name: web", "deployment:default/web", ""],
    ["app: web", "label:default/app=web", ""],
    ['app: "web"', "label:default/app=web", ""],
    ["containerPort: 8080", "T8080", ""],
    ["name: web", "service:shop/web", ""],
    ["clusterIP: 10.96.1.2", `address:10.96.1.2 ${service}spec.clusterIP`, ""],
    ["sessionAffinity: ClientIP", `${service}spec.sessionAffinity`, ""],
    ["192.0.2.7", `address:192.0.2.7 ${service}spec.externalIPs[0] ${service}spec.externalIPs`, ""],
    ["app: web", `label:shop/app=web ${service}spec.selector.app ${service}spec.selector`, ""],
    ["nodePort: 30080", `${service}spec.ports[0].nodePort`, ""],
    ["name: front", "ingress:default/front", ""],
    ["host: shop.example", "", "ingress:default/front"],
    ["path: /", "", "ingress:default/front"],
    ["name: web", "service:default/web", ""],
  ]);
  assert.deepEqual(thingFields(""), []);
});
