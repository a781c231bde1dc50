// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../static/js/lab/predict/judge.js";

/** A trace of these endings, all as likely as another. @param {[string, string][]} endings @param {string} [source] */
function trace(endings, source = "192.168.1.103") {
  const branches = endings.map(([kind, place], id) => ({ id, probability: 1 / endings.length, ending: { kind, code: kind, place, why: "" }, hops: [] }));
  return { branches, outcomes: branches.map(({ ending: { kind, place } }) => ({ kind, pod: place, source: kind === "answered" ? source : null })) };
}

const guess = (kind, place, source = "") => (kind === "answered" ? { kind, place: null, pods: place, source } : { kind, place, pods: [], source: "" });
const verdict = (said, of, taken = 0) => judge(said, of, of.branches[taken]).verdict;
const kinds = (said, of) => judge(said, of, of.branches[0]).notes.map(({ kind }) => kind);
const TWO = trace([["answered", "default/a"], ["answered", "default/b"]]);
const SOME = trace([["answered", "default/a"], ["refused", "default/b"]]);

test("whatever was possible is right, whatever chance made of it", () => {
  assert.equal(verdict(guess("answered", ["default/a"]), TWO, 1), "right");
  assert.equal(verdict(guess("answered", ["default/a", "default/b"]), TWO), "right");
  assert.equal(verdict(guess("refused", "default/b"), SOME, 0), "right");
  assert.deepEqual(kinds(guess("refused", "default/b"), SOME), ["random"]);
});

test("who could have answered as well is said", () => {
  assert.deepEqual(kinds(guess("answered", ["default/a"]), TWO), ["random", "missing"]);
  assert.deepEqual(kinds(guess("answered", ["default/a", "default/b"]), TWO), ["random"]);
});

test("one pod too many is partly right, none of them is not", () => {
  assert.equal(verdict(guess("answered", ["default/a", "default/c"]), TWO), "close");
  assert.equal(verdict(guess("answered", ["default/c"]), TWO), "wrong");
});

test("the right ending at the wrong place is partly right, and the place is told", () => {
  const dropped = trace([["dropped", "node3"]]);
  const judged = judge(guess("dropped", "router"), dropped, dropped.branches[0]);
  assert.deepEqual(judged, { verdict: "close", notes: [{ kind: "place", place: "node3" }] });
  assert.equal(verdict(guess("dropped", "node3"), dropped), "right");
  assert.equal(verdict(guess("refused", "node3"), dropped), "wrong");
});

test("a port of another protocol refuses", () => {
  assert.equal(verdict(guess("refused", "node1"), trace([["wrong-protocol", "node1"]])), "right");
});

test("the source address counts only where it was said", () => {
  const one = trace([["answered", "default/a"]]);
  assert.equal(verdict(guess("answered", ["default/a"], "192.168.1.103"), one), "right");
  assert.equal(verdict(guess("answered", ["default/a"], "203.0.113.10"), one), "close");
  assert.equal(verdict(guess("answered", ["default/a"]), one), "right");
});
