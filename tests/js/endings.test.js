// node --test tests/js (for developers; tests/test_scripts.py runs it where there is Node)
import assert from "node:assert/strict";
import { test } from "node:test";
import { endingsOf } from "../../static/js/lab/panels/endings.js";

const outcome = (kind, pod, probability, branches, source = "a") => ({ kind, code: kind, pod, source, destination: null, probability, branches });

test("the same pod by three ways is one ending", () => {
  const found = endingsOf([outcome("answered", "default/a", 0.25, [0]), outcome("answered", "default/b", 0.25, [1]), outcome("answered", "default/a", 0.25, [2], "b"), outcome("refused", "default/a", 0.25, [3])]);
  assert.deepEqual(found.map(({ kind, pod, probability, branches }) => [kind, pod, probability, branches]), [
    ["answered", "default/a", 0.5, [0, 2]], ["answered", "default/b", 0.25, [1]], ["refused", "default/a", 0.25, [3]],
  ]);
});
