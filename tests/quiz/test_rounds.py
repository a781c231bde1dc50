"""Rounds: every kind can be answered by a plain form, each answer counts once, and nothing is told before it is given."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from nodeport_lab.content.questions import written
from nodeport_lab.content.questions.model import Choice
from nodeport_lab.content.words import LANGUAGES
from nodeport_lab.lab.models import Visitor, Workspace
from nodeport_lab.quiz import catalogue, rounds, showing
from nodeport_lab.quiz.models import Asked, Memory, Round
from tests.quiz.conftest import Learner, form, text_of


def ask(round: Round, item: str, seed: int | None = None) -> Asked:
    """This question, asked in this round."""
    round.asked.filter(answered=None).delete()
    question = catalogue.items()[item].question(seed)
    return Asked.objects.create(
        round=round, visitor_id=round.visitor_id, number=round.asked.count() + 1, item=item, version=question.version, seed=seed,
        concept=question.syllabus[0], source=dict(question.source), offered=list(question.misconceptions),
    )  # fmt: skip


def explanation(asked: Asked, language: str) -> str:
    return re.sub(r"[`*]", "", asked.source["explanation"][language])[:25]


def test_every_item_is_asked_answered_and_explained(db: None) -> None:
    """In turn in one of the languages: what differs between them is data, and looked at where it is read."""
    learners = [Learner(language) for language in LANGUAGES]
    rounds_of = [learner.begin("practice") for learner in learners]
    for place, item in enumerate(catalogue.items().values()):
        learner, round = learners[place % 2], rounds_of[place % 2]
        asked = ask(round, item.id, 11 if item.made else None)
        page = learner.get(f"round/{round.pk}/{asked.number}/")
        assert explanation(asked, learner.language) not in re.sub(r"\s+", " ", text_of(page)), item.id
        page = learner.answer(asked, headers={"HX-Request": "true"})
        asked.refresh_from_db()
        assert asked.right, item.id
        assert explanation(asked, learner.language) in re.sub(r"\s+", " ", text_of(page)), item.id
        assert 'data-result="right"' in page


def test_nothing_on_the_page_tells_the_answer(learner: Learner) -> None:
    round = learner.begin("practice")
    for name, question in written().items():
        asked = ask(round, f"w:{name}")
        page = learner.get(f"round/{round.pk}/{asked.number}/")
        for other in question.misconceptions:
            assert other not in page
        assert '"trace"' not in page.replace("&quot;", '"')
        if isinstance(question.body, Choice):
            for option in question.body.options:
                assert option.why["en"][:30] not in page
            # Options are named by their shuffled place: the values of all questions are alike.
            values = re.findall(r'name="choice" value="([^"]*)"', page)
            assert values == [str(place) for place in range(len(question.body.options))]


def test_a_wrong_order_is_told_why_and_where_each_item_was_put(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:order-of-the-path")
    question = rounds.question_of(asked)
    page = learner.send(asked, form(question, asked.token, {"order": ["a", "c", "b", "d", "e"]}))
    said = re.sub(r"\s+", " ", text_of(page))
    assert "The destination is rewritten before routing (DNAT)" in said
    assert "Partly right: 40%." in said
    assert said.count("you put it at") == 2
    assert "rewrites the destination to PodIP:targetPort (you put it at 3)" in said


def test_a_double_click_counts_once(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:read-the-port-column")
    learner.send(asked, {"text": "30080"})
    again = learner.send(asked, {"text": "80"}, headers={"HX-Request": "true"})
    asked.refresh_from_db()
    assert asked.right
    assert asked.answer == {"text": "30080"}
    assert "first answer counts" in again
    assert Memory.objects.get().answers == 1
    assert round.asked.count() == 1


def test_two_tabs_and_the_back_button_see_the_same_question(learner: Learner) -> None:
    round = learner.begin("practice")
    first = learner.waiting(round)
    learner.get(f"round/{round.pk}/")
    learner.post(f"round/{round.pk}/")
    assert round.asked.count() == 1
    assert first is not None
    learner.answer(first)
    second = learner.waiting(round)
    assert second is not None
    back = learner.get(f"round/{round.pk}/1/")
    assert "data-result" in back
    assert learner.waiting(round) == second


def test_an_answer_that_lacks_something_is_not_taken(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:which-port-is-whose")
    page = learner.send(asked, {"pair-0": "0"}, status=422)
    assert "Something is missing" in page
    asked.refresh_from_db()
    assert asked.answered is None


def test_i_do_not_know_is_an_answer_that_betrays_nothing(learner: Learner) -> None:
    round = learner.begin("practice")
    by_form = {showing.form(item.question(3)): item for item in catalogue.items().values()}
    assert len(by_form) == 8
    for item in by_form.values():
        asked = ask(round, item.id, 3 if item.made else None)
        page = learner.answer(asked, right=False)
        asked.refresh_from_db()
        assert asked.right is False
        assert asked.betrays == []
        assert "Now you will know." in page


def test_a_question_that_changes_leaves_old_results_true(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:read-the-port-column")
    changed = json.loads(json.dumps(asked.source)) | {"accept": [80], "wrong": [], "version": 2}
    learner.send(asked, {"text": "30080"})
    # The file now says something else; the page of the old answer says what was asked.
    assert changed["accept"] != asked.source["accept"]
    page = learner.get(f"round/{round.pk}/1/")
    assert 'data-result="right"' in page
    asked.refresh_from_db()
    assert (asked.version, asked.right) == (1, True)


def test_an_answer_on_its_way_when_the_time_ran_out_counts_and_nothing_more_is_asked(
    learner: Learner,
) -> None:
    round = learner.begin("test", {"count": "5", "minutes": "5"})
    asked = learner.waiting(round)
    assert asked is not None
    Round.objects.filter(pk=round.pk).update(deadline=timezone.now() - timedelta(seconds=2))
    page = learner.answer(asked)
    asked.refresh_from_db()
    assert asked.right
    assert round.asked.count() == 1
    assert "Report" in page


def test_the_first_chapter_has_none_before_it(learner: Learner) -> None:
    round = learner.begin("diagnostic")
    while (asked := learner.waiting(round)) is not None:
        learner.answer(asked, right=False)
    page = learner.get(f"round/{round.pk}/report/")
    assert "Begin with this chapter" in page
    assert "What comes before it" not in page


def test_somebody_elses_round_is_not_there(learner: Learner) -> None:
    round = learner.begin("practice")
    other = Learner()
    other.get(f"round/{round.pk}/", status=404)
    other.get(f"round/{round.pk}/report/", status=404)


def test_a_test_tells_nothing_before_its_end(learner: Learner) -> None:
    round = learner.begin("test", {"count": "5", "minutes": "10"})
    for number in range(1, 6):
        asked = learner.waiting(round)
        assert asked is not None
        page = learner.answer(asked, right=number != 2)
        if number < 5:
            assert "data-result" not in page
            assert "data-result" not in learner.get(f"round/{round.pk}/1/")
    report = text_of(learner.get(f"round/{round.pk}/report/"))
    assert "80" in report
    assert "4 / 5" in re.sub(r"\s+", " ", report)
    assert "data-result" in learner.get(f"round/{round.pk}/1/")
    assert len({one.item for one in round.asked.all()}) == 5


def test_after_the_time_nothing_is_taken(learner: Learner) -> None:
    round = learner.begin("test", {"count": "5", "minutes": "5"})
    asked = learner.waiting(round)
    assert asked is not None
    Round.objects.filter(pk=round.pk).update(deadline=timezone.now() - rounds.GRACE - timedelta(seconds=1))
    learner.answer(asked)
    asked.refresh_from_db()
    assert asked.answered is None
    assert "Report" in learner.get(f"round/{round.pk}/")


def test_the_diagnostic_follows_the_answers(db: None) -> None:
    starts = {}
    for knows in (True, False):
        learner = Learner()
        round = learner.begin("diagnostic")
        for _ in range(12):
            asked = learner.waiting(round)
            assert asked is not None
            learner.answer(asked, right=knows)
        assert learner.waiting(round) is None
        starts[knows] = text_of(learner.get(f"round/{round.pk}/report/"))
    assert "You know all of it" in starts[True]
    assert "Why a Service" in starts[False].partition("Begin with this chapter")[2][:80]


def test_a_review_begins_with_what_was_missed(learner: Learner) -> None:
    round = learner.begin("practice")
    missed, known = ask(round, "w:read-the-port-column"), None
    learner.answer(missed, right=False)
    known = ask(round, "w:which-port-is-whose")
    learner.answer(known)
    Memory.objects.update(due=timezone.now() - timedelta(hours=1))
    plan = text_of(learner.get("review/"))
    assert plan.index("S4.9") < plan.index("S4.5")
    assert "missed lately" in plan
    review = learner.begin("review")
    asked = learner.waiting(review)
    assert asked is not None
    assert asked.concept == "S4.9"
    assert "missed it lately" in learner.get(f"round/{review.pk}/1/")


@pytest.mark.parametrize(
    "path", ["", "practice/", "review/", "test/", "diagnostic/", "progress/", "teach/", "teach/statistics/"]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_before_anything_was_answered(db: None, language: str, path: str) -> None:
    assert "<h1" in Learner(language).get(path)


def test_files_that_are_being_mended_are_looked_at_and_count_for_nothing(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:repair-the-target-port")
    page = learner.get(f"round/{round.pk}/{asked.number}/")
    assert f"/check/{asked.token}/" in page
    assert 'id="lab-fields"' in page
    wrong = {f"file-{n}": "kind: Service\nspec:\n  ports: no" for n in range(2)}
    found = json.loads(learner.post(f"round/{round.pk}/check/{asked.token}/", wrong))["problems"]
    assert found
    assert {"file", "from", "to", "message", "repair"} <= found[0].keys()
    asked.refresh_from_db()
    assert asked.answered is None
    Learner().post(f"round/{round.pk}/check/{asked.token}/", wrong, status=404)
    learner.answer(asked)
    learner.post(f"round/{round.pk}/check/{asked.token}/", wrong, status=404)


def test_what_is_typed_is_escaped(learner: Learner) -> None:
    round = learner.begin("practice")
    asked = ask(round, "w:service-address-in-cluster")
    page = learner.send(asked, {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_whoever_answered_is_not_tidied_away(learner: Learner) -> None:
    learner.client.get("/en/")
    round = learner.begin("practice")
    asked = learner.waiting(round)
    assert asked is not None
    learner.answer(asked)
    idle = Learner()
    idle.client.get("/en/quiz/")
    long_ago = timezone.now() - timedelta(days=30)
    Visitor.objects.update(created=long_ago)
    Workspace.objects.update(changed=long_ago)
    call_command("tidy")
    assert [visitor.pk for visitor in Visitor.objects.all()] == [round.visitor_id]
    assert round.asked.count() == 1
