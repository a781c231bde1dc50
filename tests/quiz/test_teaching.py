"""A teacher's banks: uploaded, checked with line numbers, practised by others, taken in and given out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nodeport_lab.content.questions import written
from nodeport_lab.content.questions.library import FOLDER
from nodeport_lab.content.words import Language
from nodeport_lab.quiz import statistics
from nodeport_lab.quiz.formats import moodle
from nodeport_lab.quiz.models import Asked, Bank, Round
from tests.content.questions.test_reading import GOOD
from tests.quiz.conftest import Learner, text_of
from tests.quiz.formats.test_exchange import FOREIGN_GIFT


def upload(learner: Learner, text: str, where: str = "new", name: str = "mine.yaml", **more: str) -> str:
    return learner.post(f"teach/{where}/", {"file": SimpleUploadedFile(name, text.encode()), **more})


def test_a_bank_is_uploaded_checked_and_practised_by_somebody_else(learner: Learner) -> None:
    page = upload(learner, GOOD)
    assert "no problems" in page
    bank = Bank.objects.get()
    other = Learner()
    other.get(f"bank/{bank.pk}/")
    other.post(f"bank/{bank.pk}/practice/")
    asked = Asked.objects.get()
    assert asked.item == f"b:{bank.pk}:good-one"
    other.answer(asked)
    asked.refresh_from_db()
    assert asked.right
    assert "good-one" in text_of(learner.get(f"teach/statistics/?bank={bank.pk}"))
    other.get(f"teach/statistics/?bank={bank.pk}", status=404)
    assert "good-one" not in other.get("teach/statistics/")
    csv = learner.client.get(f"/en/quiz/teach/statistics.csv?bank={bank.pk}")
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert b"good-one" in csv.content


def test_mistakes_are_told_with_their_lines_and_the_bank_is_kept(learner: Learner) -> None:
    page = text_of(upload(learner, GOOD.replace("S4.5", "S4.99")))
    assert "line 4" in page
    assert "The syllabus has no S4.99" in page
    bank = Bank.objects.get()
    learner.post(f"bank/{bank.pk}/", {"text": GOOD})
    assert "no problems" in learner.get(f"bank/{bank.pk}/")


def test_a_claim_that_the_simulation_denies_is_told(learner: Learner) -> None:
    text = GOOD.replace(
        "  explanation:",
        "  stage: start\n  proof:\n    holds:\n    - {request: {to: {address: 192.168.1.101, port: 30080}}, observed: refused}\n  explanation:",
    )
    assert "The simulation says otherwise: observed: reply" in text_of(upload(learner, text))


@pytest.mark.parametrize(
    "actions",
    [
        "[{type: set-node, node: node9, up: false}]",
        '["{{ pods.7.name }}"]',
        '[{type: set-readiness, namespace: default, pod: "{{ pods.9.name }}", ready: false}]',
        "[{type: delete, resource: pods, namespace: default, name: nobody}]",
    ],
)
def test_a_stage_that_cannot_be_is_told_and_never_asked(learner: Learner, actions: str) -> None:
    text = GOOD.replace(
        "  explanation:",
        f"  stage: {{base: start, actions: {actions}}}\n  show: {{drawing: true}}\n  explanation:",
    )
    page = text_of(upload(learner, text))
    assert "cannot be brought about" in page or "no problems" in page
    bank = Bank.objects.get()
    learner.post(f"bank/{bank.pk}/practice/")
    learner.get(f"bank/{bank.pk}/")


def test_nothing_is_thrown_away_for_what_is_new(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodeport_lab.quiz.teaching.MAX_BANKS", 1)
    upload(learner, GOOD)
    again = learner.client.post("/en/quiz/teach/new/", {"text": GOOD})
    assert again.status_code == 422
    assert "Delete one first" in again.content.decode()
    assert Bank.objects.count() == 1


def test_only_its_author_changes_a_bank(learner: Learner) -> None:
    upload(learner, GOOD)
    bank = Bank.objects.get()
    Learner().post(f"bank/{bank.pk}/", {"text": ""}, status=404)
    bank.refresh_from_db()
    assert bank.text == GOOD
    learner.post(f"bank/{bank.pk}/", {"delete": "1"})
    assert not Bank.objects.exists()


def test_a_question_of_a_bank_that_was_changed_meanwhile_is_graded_as_asked(learner: Learner) -> None:
    upload(learner, GOOD)
    bank = Bank.objects.get()
    learner.post(f"bank/{bank.pk}/practice/")
    round = Round.objects.get()
    asked = learner.waiting(round)
    assert asked is not None
    bank.text = GOOD.replace('"80", right: true', '"82", right: true')
    bank.save()
    learner.answer(asked)
    asked.refresh_from_db()
    assert asked.right


def test_gift_is_taken_in_and_what_was_left_out_is_told(learner: Learner) -> None:
    page = text_of(upload(learner, FOREIGN_GIFT, "import", "foreign.gift", point="S2.2"))
    assert "6 questions were imported." in page
    assert "essay" in page
    assert "no problems" in page


def test_rubbish_is_refused_in_words(learner: Learner) -> None:
    response = learner.client.post("/ja/quiz/teach/import/", {"file": SimpleUploadedFile("x.xml", b"<quiz>")})
    assert response.status_code == 422
    assert "取り込める問題はありませんでした" in response.content.decode()
    assert learner.client.post("/en/quiz/teach/new/", {}).status_code == 422


def test_the_labs_own_questions_are_given_out(learner: Learner) -> None:
    text = (FOLDER / "one-of-each.yaml").read_text(encoding="utf-8")
    upload(learner, text)
    bank = Bank.objects.get()
    assert learner.client.get(f"/en/quiz/bank/{bank.pk}/questions.yaml").content.decode() == text
    for form in ("xml", "gift", "apkg"):
        for address in (f"bank/{bank.pk}/questions.{form}", f"teach/lab.{form}"):
            response = learner.client.get(f"/en/quiz/{address}")
            assert response.status_code == 200
            assert "attachment" in response["Content-Disposition"]
    assert moodle.read(learner.client.get("/en/quiz/teach/lab.xml").content, "S1.1").drafts
    assert "left out: the kind “repair”" in text_of(learner.get("teach/lab.xml?report"))
    learner.get("teach/lab.exe", status=404)


def test_wrong_orders_and_pairs_are_told_in_words() -> None:
    def told(name: str, answer: object, says: Language) -> str:
        row = {"visitor_id": 1, "item": name, "version": 1, "concept": "S4.5", "score": 0, "right": False, "seconds": 1,
               "answer": answer, "betrays": [], "source": written()[name].source}  # fmt: skip
        [line] = statistics.of([row], says)
        return "".join(text for text, _ in line.given)

    assert told("order-of-three-ports", {"order": ["b", "a", "c"]}, "en") == "2 → 1 → 3"
    pairs = {"pairs": {"a": "a", "b": "c", "c": "x0"}}
    assert told("which-port-is-whose", pairs, "ja").startswith(
        "port → Pod の中で待ち受けるプロセス; targetPort → "
    )
