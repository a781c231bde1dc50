"""What is remembered, what is believed, and what the numbers of a question mean."""

from datetime import UTC, datetime, timedelta

from nodeport_lab.quiz import diagnosis, mastery, memory, statistics
from nodeport_lab.quiz.models import Asked, Memory, Round
from tests.quiz.conftest import Learner

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def answered(round: Round, concept: str, right: bool, at: datetime) -> None:
    asked = Asked(round=round, visitor_id=round.visitor_id, concept=concept, right=right, score=float(right))
    memory.learn(asked, at)


def test_intervals_grow_while_it_is_known_and_shrink_when_it_is_missed(learner: Learner) -> None:
    round = learner.begin("practice")
    at, gaps = NOW, []
    for _ in range(6):
        answered(round, "S3.3", True, at)
        due = Memory.objects.get().due
        gaps.append(due - at)
        at = due
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=30)
    answered(round, "S3.3", False, at)
    assert Memory.objects.get().due - at < timedelta(days=1)


def test_what_is_due_comes_with_its_reason(learner: Learner) -> None:
    round = learner.begin("practice")
    answered(round, "S3.3", False, NOW - timedelta(days=2))
    for days in (60, 59, 50, 40):
        answered(round, "S4.5", True, NOW - timedelta(days=days))
    plan = memory.coming(round.visitor, NOW, ["S3.3", "S4.5", "S1.1", "S1.2"], new=1)
    assert next((one.concept, one.reason) for one in plan) == ("S3.3", "missed")
    assert ("S1.1", "new") in [(one.concept, one.reason) for one in plan]
    assert "S1.2" not in [one.concept for one in plan]


def test_mastery_is_the_chance_to_remember_in_a_week(learner: Learner) -> None:
    round = learner.begin("practice")
    answered(round, "S1.1", False, NOW)
    at = NOW - timedelta(days=40)
    for days in (0, 3, 12, 39):
        answered(round, "S1.2", True, at + timedelta(days=days))
    held = mastery.concepts(round.visitor, NOW)
    assert held["S1.2"].level == "held"
    assert held["S1.1"].in_a_week < held["S1.2"].in_a_week


def test_a_misconception_is_held_until_it_was_resisted_twice() -> None:
    def held(*answers: tuple[list[str], list[str], bool]) -> list[str]:
        rows = [(betrays, offered, NOW, right) for betrays, offered, right in answers]
        return [one.name for one in mastery.believed(rows)]

    a = (["a"], ["a", "b"], False)
    resisted = (list[str](), ["a"], True)
    assert held(a) == ["a"]
    assert held(a, resisted) == ["a"]
    assert held(a, resisted, resisted) == []
    assert held(a, resisted, resisted, a) == ["a"]
    # A wrong answer that betrays something else is no proof that this one is gone.
    assert held(a, (["b"], ["a", "b"], False), (["b"], ["a", "b"], False)) == ["b", "a"]


def test_the_diagnostic_believes_more_after_hard_right_answers() -> None:
    easy = diagnosis.beliefs([diagnosis.Evidence("4", 1, 1.0)])
    hard = diagnosis.beliefs([diagnosis.Evidence("4", 5, 1.0)])
    wrong = diagnosis.beliefs([diagnosis.Evidence("4", 1, 0.0)])
    assert hard["4"] > easy["4"] > diagnosis.PRIOR > wrong["4"]
    assert hard["3"] > diagnosis.PRIOR, "what comes before is likelier known"
    assert hard["5"] == diagnosis.PRIOR
    assert wrong["5"] < diagnosis.PRIOR
    assert wrong["3"] == diagnosis.PRIOR


def rows(count: int) -> list[dict[str, object]]:
    """So many people, of whom the better half knows the first question; everybody errs in the second."""
    found: list[dict[str, object]] = []
    for person in range(count):
        good = person < count // 2
        for item, right in (("w:one", good), ("w:two", False), ("w:rest", good)):
            found.append(
                {
                    "visitor_id": str(person), "item": item, "version": 1, "concept": "S1.1", "score": float(right), "right": right,
                    "seconds": 10.0 + person, "answer": {"text": "=80"}, "betrays": [] if right else ["slip"], "source": {},
                }
            )  # fmt: skip
    return found


def test_statistics_of_a_question() -> None:
    lines = {line.item: line for line in statistics.of(rows(20))}
    one, two = lines["w:one"], lines["w:two"]
    assert (one.count, one.easy) == (20, 0.5)
    assert one.discrimination is not None
    assert one.discrimination > 0.9
    assert two.discrimination is None, "nobody was right: it tells nobody from anybody"
    assert two.given == (("=80", 20),)
    assert one.seconds == 19.5
    assert statistics.of(rows(4))[0].discrimination is None


def test_what_one_person_alone_typed_is_not_shown() -> None:
    one = rows(1)
    one[1]["answer"] = {"text": "my name is Jane"}
    assert {line.item: line.given for line in statistics.of(one)}["w:two"] == ()


def test_only_the_first_answer_of_each_person_counts() -> None:
    once = rows(1)
    again = [row | {"score": 1.0, "right": True} for row in once]
    assert [line.easy for line in statistics.of([*once, *again])] == [
        line.easy for line in statistics.of(once)
    ]


def test_the_csv_opens_in_a_spreadsheet() -> None:
    text = statistics.as_csv(statistics.of(rows(20)))
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"'=80" not in text.splitlines()[0]
    assert b",=80" not in text, "nothing that a spreadsheet would run"
