"""What the checker says of written questions: with file and line, and whatever no two questions ask about."""

from collections.abc import Iterable
from pathlib import Path

from nodeport_lab.content import checking
from nodeport_lab.content.questions import checking as questions
from nodeport_lab.content.questions.library import FOLDER
from tests.content.questions.test_reading import GOOD


class Report:
    """Keeps what it is told."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.found: list[tuple[str, int, str]] = []
        self.asked: list[str] = []

    def find(self, path: Path, line: int, message: str) -> None:
        self.found.append((path.name, line, message))

    def ask(self, ids: Iterable[str], path: Path, line: int) -> None:
        self.asked += ids


def of(tmp_path: Path, **files: str) -> Report:
    folder = tmp_path / "questions" / "written"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    report = Report(tmp_path)
    questions.check(report)
    return report


def test_a_file_that_is_right_counts_for_what_it_asks(tmp_path):
    report = of(tmp_path, one=GOOD)
    assert report.found == []
    assert report.asked == ["S4.5"]


def test_a_mistake_has_its_file_and_line(tmp_path):
    report = of(tmp_path, one=GOOD.replace("kind: choose", "kind: chose"))
    assert [(name, line) for name, line, _ in report.found if "chose" in _] == [("one.yaml", 3)]


def test_what_the_simulation_denies_is_found_at_its_question(tmp_path):
    text = GOOD.replace(
        "  explanation:",
        "  stage: F1\n  proof: {holds: [{request: {to: {address: 192.168.1.101, port: 30080}}, observed: reply}]}\n  explanation:",
    )
    assert of(tmp_path, one=text).found == [
        ("one.yaml", 2, "good-one: proof.holds[0]: The simulation says otherwise: observed: refused")
    ]


def test_an_id_in_two_files(tmp_path):
    assert of(tmp_path, one=GOOD, two=GOOD).found == [("two.yaml", 2, "good-one is in one.yaml too")]


def test_check_content_looks_at_the_questions():
    assert questions.check in checking.CHECKS
    assert FOLDER.is_dir()


def test_an_explanation_that_says_the_prompt_again_is_told_with_its_line(tmp_path):
    said = "Which of the ports is open on every node of the cluster?"
    text = GOOD.replace("A question", f'"{said}"').replace("en: Because", f'en: "{said} It is open."')
    assert of(tmp_path, one=text).found == [
        ("one.yaml", 10, "good-one: the explanation (en) begins with words of the prompt")
    ]


def test_a_template_has_its_id_for_itself(tmp_path):
    assert of(tmp_path, one=GOOD.replace("good-one", "seen-source")).found == [
        ("one.yaml", 2, "seen-source is a template's id too")
    ]
