// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../static/js/lab/diagram/ways.js";
import { countIn, portIn, rangeIn, ruleIn } from "../../static/js/lab/panels/entries.js";

const wrong = (word) => ({ word });

test("a nodePort range", () => {
  assert.deepEqual(rangeIn("30000", " 32767 "), { first: 30000, last: 32767 });
  assert.deepEqual(rangeIn("80", "80"), { first: 80, last: 80 });
  assert.throws(() => rangeIn("32767", "30000"), wrong("form-range-wrong"));
  for (const text of ["", "x", "0", "65536", "-1", "1.5", "1e3", "３"]) {
    assert.throws(() => portIn(text), wrong("form-port-wrong"));
    assert.throws(() => rangeIn("1", text), wrong("form-port-wrong"));
  }
});

test("a number of nodes", () => {
  assert.equal(countIn("20"), 20);
  for (const text of ["", "0", "21", "2.5", "x"]) assert.throws(() => countIn(text), wrong("nodes-wrong"));
});

test("a rule of the firewall", () => {
  const rule = (source, ports, protocol = "") => ruleIn({ source, ports, action: "deny", protocol });
  assert.deepEqual(rule("", ""), { source: "0.0.0.0/0", ports: null, action: "deny" });
  assert.deepEqual(rule("203.0.113.0/24", "30080", "UDP"), { source: "203.0.113.0/24", ports: 30080, action: "deny", protocol: "UDP" });
  assert.deepEqual(rule("203.0.113.9", "30000 - 32767").ports, [30000, 32767]);
  assert.throws(() => rule("", "32767-30000"), wrong("form-range-wrong"));
  assert.throws(() => rule("", "1-2-3"), wrong("form-port-wrong"));
  for (const source of ["203.0.113", "300.0.0.1", "10.0.0.0/33", "node1"]) assert.throws(() => rule(source, ""), { word: "firewall-source-wrong", params: { source } });
});

// Two lanes: a door, a port and a pod each.
const at = (left, top) => ({ left, top, width: 20, height: 20 });
const LANES = [at(0, 0), at(100, 2), at(300, -8), at(0, 100), at(100, 100), at(300, 110)];

for (const [name, from, way, expected] of [
  ["to the right along the lane", 0, [1, 0], 1], ["over a small step", 1, [1, 0], 2], ["back", 2, [-1, 0], 1],
  ["down to the same of the next lane", 1, [0, 1], 4], ["up again", 4, [0, -1], 1], ["nothing beyond the last", 5, [1, 0], -1], ["nothing above the first", 0, [0, -1], -1],
]) test(`the drawing by arrow keys: ${name}`, () => assert.equal(nearest(LANES[from], LANES, way), expected));
