"""KYAML as kubectl 1.36 writes it, recorded from it."""

from nodeport_lab.cluster.kubectl.output import kyaml

_VALUE = {
    "a": [[1], [2, 3]],
    "b": [{}, {"a": 1}],
    "c": [[], [1]],
    "f": ["a\nb"],
    "i": [
        [1],
        {"a": 1.5},
    ],
    "m": "x\n  y\n\tz",
    "q": 'é "q" \\d',
    "r": "\r\u2028",
    "t-": None,
    "1a": True,
    "1-2": 1,
    "0x1f": 1,
    "No": 1,
    "日本": "語",
    "a b": "",
}
_TEXT = """---
{
  "0x1f": 1,
  1-2: 1,
  1a: true,
  "No": 1,
  a: [[
    1,
  ], [
    2,
    3,
  ]],
  "a b": "",
  b: [{}, {
    a: 1,
  }],
  c: [[], [
    1,
  ]],
  "f": [
    "\\
       a\\n\\
       b\\
      ",
  ],
  i: [[
    1,
  ], {
    a: 1.5,
  }],
  m: "\\
     x\\n\\
    \\  y\\n\\
    \\\tz\\
    ",
  q: "é \\"q\\" \\\\d",
  r: "\\r\\L",
  "t-": null,
  日本: "語",
}
"""


def test_writes_kyaml():
    assert kyaml.dump(_VALUE) == _TEXT


def test_keeps_the_order_of_a_go_struct():
    assert (
        kyaml.dump({"kind": "List", "apiVersion": "v1"}, keep_order=True)
        == '---\n{\n  kind: "List",\n  apiVersion: "v1",\n}\n'
    )
