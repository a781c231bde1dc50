"""What is wrong with the content is found, with its file and its line."""

import shutil
from pathlib import Path

import pytest

from nodeport_lab.content import checking
from nodeport_lab.content.lessons.catalogue import read

EXAMPLE = Path(__file__).parents[1] / "data" / "lessons"
LESSON = "chapters/03-nodeport/every-node"


def found(content: Path) -> list[str]:
    """What the lessons' checks find, but for what is only not covered yet."""
    report = checking.Report(content, read(content))
    report.findings = list(report.catalogue.findings)
    for check in (checking.ids, checking.sections, checking.references, checking.plays):
        check(report)
    return sorted(str(finding).removeprefix(f"{content}/") for finding in report.findings)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "content"))


def test_the_example_is_whole(content: Path) -> None:
    assert found(content) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (f"{LESSON}/lesson.yaml", "teaches: [S3.2, M4]", "teaches: [S3.99]", "lesson.yaml:1: S3.99 is not in syllabus.yaml"),
        (f"{LESSON}/lesson.yaml", "teaches: [", "teeches: [", "teeches: is not known here"),
        (f"{LESSON}/lesson.yaml", "expect: {observed: reply, pods: 2}", "expect: {observed: refused}", "far is not so: it ended as answered"),
        (f"{LESSON}/lesson.yaml", "port: 31000}}, observed", "port: 30080}}, observed", "the goal is reached before anything is done"),
        (f"{LESSON}/lesson.yaml", "nodePort: 31000", "nodePort: 31001", "the solution does not lead here: it ended as node-port-closed"),
        (f"{LESSON}/lesson.yaml", "- ssh node3 ss -lnt", "- {type: nonsense}", "no such action"),
        (f"{LESSON}/lesson.yaml", "choices: reaction", "choices: [{id: a, when: {observed: refused}}, {id: b, when: {observed: no-answer}}]", "none of the choices is right"),
        (f"{LESSON}/lesson.yaml", "deployment.yaml, service.yaml", "deployment.yaml, gone.yaml", "There is no manifest gone.yaml"),
        (f"{LESSON}/text.en.md", "[[kube-proxy]]", "[[cube-proxy]]", "[[cube-proxy]] is not in glossary.yaml"),
        (f"{LESSON}/text.en.md", "{{ far.pods }}", "{{ fur.pods }}", "there is no fact fur.pods"),
        (f"{LESSON}/text.en.md", "{{ far.pods }}", "2", "does not have {{ far.pods }}, as the other language does"),
        (f"{LESSON}/text.en.md", "### done\n{nodePort", "### dine\n{nodePort", "no such heading: ### dine"),
        (f"{LESSON}/text.ja.md", "### hint\n`ssh", "### reveal\n`ssh", "lacks ### hint"),
        (f"{LESSON}/text.ja.md", "{#empty-node}", "{#emptynode}", "the steps are"),
        (f"{LESSON}/text.ja.md", "**どのノードの端にも**", "**「どのノード」**の端", "** is not taken as a mark"),
        (f"{LESSON}/text.en.md", "No pod runs", "[x](lesson:nowhere) No pod runs", "lesson:nowhere leads nowhere"),
        (f"{LESSON}/text.en.md", "No pod runs", "![](gone.svg) No pod runs", "gone.svg has no alternative text"),
        ("chapters/03-nodeport/chapter.yaml", "- every-node", "- other", "there is no other/lesson.yaml"),
        ("exercises/F2/exercise.yaml", "practises: [F2]", "practises: [F3]", "practises F2, and does not say so"),
        ("exercises/F2/exercise.yaml", "scene: F2\n  predict", "scene: F99\n  predict", "there is no scene F99"),
        ("glossary.yaml", "link: virtual-ips", "link: nothing", "nothing is not in links.yaml"),
        ("links.yaml", "https://kubernetes.io/docs/concepts/services-networking/service/\"", "http://example.com/\"", "a page below https://kubernetes.io/"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(content: Path, file: str, old: str, new: str, expected: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    messages = found(content)
    assert any(expected in message for message in messages), messages
    for message in messages:
        assert int(message.split(":")[1]) > 0


def test_a_missing_language_is_told(content: Path) -> None:
    (content / LESSON / "text.ja.md").unlink()
    assert any("text.ja.md:1: is missing" in message for message in found(content))


def test_a_point_that_nobody_teaches_is_told(content: Path) -> None:
    messages = [str(finding) for finding in checking.check(content)]
    assert any("S1.1 is taught by no lesson" in message for message in messages)
    assert any("F1 is practised by no exercise" in message for message in messages)
    assert not any("S3.2 is taught" in message for message in messages)
