// What is pasted into the terminal falls apart into what is run one after another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { statements } from "../../static/js/lab/terminal/statements.js";

test("a line is a statement", () => {
  assert.deepEqual(statements("echo a\n\necho b\r\n"), ["echo a", "echo b"]);
});

test("loops and conditions stay together, to their end", () => {
  const loop = "for i in 1 2\ndo\n  if [ $i = 2 ]; then\n    echo done\n  fi\ndone | sort";
  assert.deepEqual(statements(`${loop}\necho b`), [loop, "echo b"]);
  const endless = "while true; do\n  curl -s http://192.168.1.101:30080\n  sleep 1\ndone";
  assert.deepEqual(statements(endless), [endless]);
});

test("words that only look like loops are none", () => {
  assert.deepEqual(statements("echo for if\necho 'while x'\nkubectl get pods # for\nls"), ["echo for if", "echo 'while x'", "kubectl get pods # for", "ls"]);
});

test("a line that goes on, and a here-document", () => {
  assert.deepEqual(statements("kubectl get \\\n  pods\ncat <<END\na\nEND\nls"), ["kubectl get \\\n  pods", "cat <<END\na\nEND", "ls"]);
});
