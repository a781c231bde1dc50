"""What nobody should send: each is answered in time, in JSON, and harms nothing."""

import pytest

from tests.lab.conftest import Learner

MALFORMED = {
    "empty": b"",
    "binary": bytes(range(256)),
    "no JSON": b"files=1",
    "a list": b"[]",
    "NaN": b'{"files": NaN}',
    "100,000 brackets": b"[" * 100_000,
    "a number too long to read": b'{"files": ' + b"9" * 5_000 + b"}",
    "no files": b"{}",
    "files that are none": b'{"files": [1]}',
    "a file without text": b'{"files": [{"name": "a.yaml"}]}',
    "a text that is none": b'{"files": [{"name": "a.yaml", "text": 1}]}',
    "more than a file": b'{"files": [{"name": "a.yaml", "text": "", "mode": 7}]}',
    "two of one name": b'{"files": [{"name": "a.yaml", "text": ""}, {"name": "a.yaml", "text": ""}]}',
    "a path": b'{"files": [{"name": "../a.yaml", "text": ""}]}',
    "a name without end": b'{"files": [{"name": "' + b"a" * 101 + b'", "text": ""}]}',
    "files without end": b'{"files": [%s]}' % b",".join(b'{"name": "%d", "text": ""}' % n for n in range(21)),
}


@pytest.mark.parametrize("name", ["apply", "check", "draft"])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_request_is_refused(learner: Learner, name: str, body: bytes) -> None:
    before = learner.state()
    answer = learner.post(name, body, status=400)
    assert answer["error"]["code"] == "malformed"
    assert learner.state() == before


@pytest.mark.parametrize("name", ["apply", "check", "draft"])
def test_five_megabytes_are_too_many(learner: Learner, name: str) -> None:
    files = [{"name": "service.yaml", "text": "a" * 5_000_000}]
    answer = learner.post(name, {"files": files, "revision": 1}, status=413)
    assert answer["error"]["code"] == "too-large"
    assert "1024 KiB" in answer["error"]["message"]


LONG = "a: b\n" * 20_000


def test_a_hundred_kilobytes_are_kept_but_not_applied(learner: Learner) -> None:
    files = [{"name": "service.yaml", "text": LONG}]
    before = learner.state()
    answer = learner.post("apply", {"files": files, "revision": 1}, status=413)
    assert "64 KiB" in answer["error"]["message"]
    assert learner.state() == before | {"files": files}
    assert learner.post("check", {"files": files}, status=413)["error"]["code"] == "too-large"
    assert learner.post("act", {"type": "apply", "files": files}, status=413)["error"]["code"] == "too-large"


def test_of_many_mistakes_the_first_hundred_are_shown(learner: Learner) -> None:
    files = [{"name": "service.yaml", "text": LONG[:5_000]}]
    assert len(learner.post("check", {"files": files})["problems"]) == 100


TEXTS = {
    "empty": "",
    "control characters": "kind: \x00\x01\x1b\n",
    "half of a surrogate pair": "kind: \ud800\n",
    "alias bomb": "a: &a [x, x]\n"
    + "\n".join(f"{n}: &n{n} [*{'a' if n == 0 else f'n{n - 1}'}, *a]" for n in range(40)),
    "1,000 nested levels": "[" * 1_000 + "]" * 1_000,
    "60,000 brackets": "[" * 60_000,
    "a Python tag": "!!python/object/apply:os.system ['touch harmed']\n",
    "a tab": "kind:\tService\n\tname: x\n",
    "a typographic dash": "ports:\n– port: 80\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_answered_and_kept(learner: Learner, text: str) -> None:
    files = [{"name": "service.yaml", "text": text}]
    checked = learner.post("check", {"files": files})
    answer = learner.post("apply", {"files": files, "revision": 1})
    assert answer["printed"]["exit"] == 1
    assert answer["printed"]["stderr"]
    assert checked["problems"] == answer["problems"]
    assert all(problem["explanation"] for problem in answer["problems"])
    kept = text.replace("\x00", "\x01").replace("\ud800", "\ufffd")
    assert learner.files() == [{"name": "service.yaml", "text": kept}]
