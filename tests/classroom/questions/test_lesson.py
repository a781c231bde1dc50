"""A question from its choice to the next one, as teacher, learner and wall see it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from nodeport_lab.classroom import desk
from nodeport_lab.classroom.models import Asking, Room, Sitting, Vote
from nodeport_lab.classroom.questions import sittings, tallies
from nodeport_lab.classroom.questions.votes import question_of
from nodeport_lab.content.questions import written
from tests.classroom.conftest import Person
from tests.classroom.questions.conftest import CHOOSE, ENTRY, SEVERAL, Lesson, right, send, shown, wrong

ONE_OF_EACH = [f"w:{name}" for name in {question.kind: name for name, question in written().items()}.values()]


def test_a_question_is_asked_answered_closed_told_and_followed(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    ken = Person()
    ken.join(room, "Ken")
    address = f"/en/class/{room.code}/question/"
    assert "Nothing is asked just now" in learner.page(address)
    asking = lesson.ask(CHOOSE, ENTRY)
    assert asking.item == CHOOSE
    for who in (learner, ken):
        assert "How often is the destination rewritten" in who.page(address)
    assert "0 of" in shown(lesson.page("wall"))

    assert send(learner, room, asking, right(asking), script=False)["Location"] == address
    assert "Your answer is in" in learner.page(address)
    send(ken, room, asking, wrong(asking))
    assert "2 of 2 answered" in shown(lesson.page("wall"))
    assert "2 of 2 answered" in shown(lesson.page())

    lesson.order("close")
    assert "Your answer counts" in learner.page(address)
    assert send(ken, room, asking, right(asking)).status_code == 409
    lesson.order("reveal")
    told = learner.page(address)
    assert "Right." in told
    assert "What happens is a single DNAT" in told
    assert "Not right." in ken.page(address)
    assert "1 50%" in shown(told)
    proof = learner.page(f"{address}{asking.pk}/proof")
    assert "The packet that proves it" in proof
    assert "data-stage" in proof

    lesson.order("start")
    assert lesson.asking.item == ENTRY
    assert "A number" in learner.page(address)
    lesson.order("end")
    assert "Nothing is asked just now" in learner.page(address)
    assert Vote.objects.count() == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_before_it_is_told_no_page_has_the_answer(
    lesson: Lesson, room: Room, learner: Person, language: str
) -> None:
    for item in ONE_OF_EACH:
        # So many orders in a moment no teacher gives.
        desk.orders.clear()
        asking = lesson.ask(item)
        question = question_of(asking)
        secrets = [question.explanation[language], *question.misconceptions]
        secrets += [option.why[language] for option in getattr(question.body, "options", ())]
        secrets += [pair.why[language] for pair in getattr(question.body, "pairs", ())]
        secrets = [re.sub(r"[`*]", "", secret)[:25] for secret in secrets if secret]
        for order in ("", "close", "bars"):
            if order:
                lesson.order(order, on="1")
            pages = [
                learner.page(f"/{language}/class/{room.code}/question/"),
                learner.page(f"/{language}/class/{room.code}/question/now"),
                lesson.teacher.page(f"/{language}/class/{room.code}/wall/"),
            ]
            for page in pages:
                # A random token may hold any short word.
                page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
                read = re.sub(r"[`*]|</?code>|</?strong>", "", unescape(page))
                assert not [secret for secret in secrets if secret in read], (item, order)
                assert '"trace"' not in read
                assert "data-right" not in read
                assert "data-wrong" not in read
        learner.page(f"/{language}/class/{room.code}/question/{asking.pk}/proof", 404)
        lesson.order("reveal")
        told = re.sub(
            r"[`*]|</?code>|</?strong>",
            "",
            unescape(learner.page(f"/{language}/class/{room.code}/question/")),
        )
        assert re.sub(r"[`*]", "", question.explanation[language])[:20] in told, item
        lesson.order("end")


def test_every_kind_is_answered_and_counted(lesson: Lesson, room: Room, learner: Person) -> None:
    idle = Person()
    idle.join(room, "Ken")
    for item in ONE_OF_EACH:
        asking = lesson.ask(item)
        response = send(learner, room, asking, right(asking))
        assert response.status_code == 200, (item, response.content)
        send(idle, room, asking, {"pass": "1"})
        assert Vote.objects.get(asking=asking, learner__name="Haruka").right, item
        assert not Vote.objects.get(asking=asking, learner__name="Ken").right
        groups = tallies.histogram(asking, "en", True)
        for group in groups:
            good = sum(bar["rounds"][0]["count"] for bar in group["bars"] if bar["right"])
            options = getattr(question_of(asking).body, "options", ())
            assert good == (sum(option.right for option in options) or 1), item
            assert group["bars"][-1]["label"] == "I don't know"
        lesson.order("reveal")
        for who, verdict in ((learner, "Right."), (idle, "Now you will know.")):
            assert verdict in who.page(f"/en/class/{room.code}/question/"), item
        assert "1 of 2 right (50%)" in shown(lesson.page())
        lesson.page("wall")
        lesson.order("end")


def test_a_vote_may_be_changed_until_it_is_closed_and_is_still_one(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    asking = lesson.ask(CHOOSE)
    for fields in (wrong(asking), wrong(asking), right(asking)):
        assert send(learner, room, asking, fields).status_code == 200
    [vote] = Vote.objects.all()
    assert vote.right
    assert vote.filled == right(asking)
    now = learner.client.get(f"/en/class/{room.code}/question/now").json()
    assert now["filled"] == right(asking)


def test_after_a_discussion_both_votes_stand_side_by_side(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    asking = lesson.ask(CHOOSE)
    send(learner, room, asking, wrong(asking))
    lesson.order("close")
    assert 'class="tally"' not in lesson.page("wall")
    lesson.order("bars", on="1")
    assert 'class="tally"' in lesson.page("wall")
    lesson.order("again")
    assert 'class="tally"' not in lesson.page("wall"), "hidden again while the second vote goes on"
    assert send(learner, room, asking, right(asking), round=1).status_code == 409, (
        "a replay of the first round"
    )
    asking.refresh_from_db()
    assert send(learner, room, asking, right(asking)).status_code == 200
    lesson.order("reveal")
    assert [row["percent"] for row in tallies.rightly(asking)] == [0, 100]
    for page in (lesson.page("wall"), learner.page(f"/en/class/{room.code}/question/"), lesson.page()):
        assert "second vote" in page
        assert "1 100%" in shown(page)
    lesson.order("again")
    assert lesson.asking.round == 2, "what is told is not voted on"


def test_the_clock_is_the_servers(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = lesson.ask(CHOOSE, seconds="30")
    assert "data-closes" in learner.page(f"/en/class/{room.code}/question/")
    Asking.objects.update(closes=timezone.now() - timedelta(seconds=0.3))
    assert send(learner, room, asking, wrong(asking)).status_code == 200, "it was on its way"
    Asking.objects.update(closes=timezone.now() - timedelta(seconds=2))
    late = send(learner, room, asking, right(asking))
    assert (late.status_code, late.json()["error"]["code"]) == (409, "late")
    assert "The question is closed" in learner.page(f"/en/class/{room.code}/question/")
    assert not Vote.objects.get().right
    lesson.order("clock", seconds="20")
    assert send(learner, room, asking, right(asking)).status_code == 200
    lesson.order("clock", seconds="")
    assert lesson.asking.closes is None


def test_without_names_nobody_is_named_and_there_is_no_leader_board(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    lesson.add(CHOOSE)
    lesson.order("settle", pace="teacher", leaders="1")
    lesson.order("start")
    asking = lesson.asking
    send(learner, room, asking, right(asking))
    lesson.order("settle", pace="learner", named="1", leaders="1")
    assert (lesson.sitting.named, lesson.sitting.leaders, lesson.sitting.pace) == (False, False, "teacher")
    lesson.order("reveal")
    for name in ("ask", "wall"):
        assert "Haruka" not in lesson.page(name)
    assert "without names" in lesson.page()


def test_names_are_not_turned_on_by_an_order_that_crosses_the_start(lesson: Lesson) -> None:
    lesson.order("settle", pace="teacher")
    seen_before = lesson.sitting
    lesson.ask(CHOOSE)
    sittings.settle(seen_before, "teacher", named=True, leaders=True, instant=False)
    assert (lesson.sitting.named, lesson.sitting.leaders) == (False, False)


def test_a_leader_board_only_where_the_teacher_wants_one(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = lesson.ask(CHOOSE)
    send(learner, room, asking, right(asking))
    lesson.order("reveal")
    assert "Haruka" not in lesson.page("wall")
    lesson.order("settle", leaders="1")
    assert "Haruka" in lesson.page("wall")
    assert tallies.leaders(lesson.sitting) == [{"place": 1, "name": "Haruka", "points": 1}]


@pytest.mark.parametrize("instant", [False, True])
def test_at_their_own_pace(lesson: Lesson, room: Room, learner: Person, instant: bool) -> None:
    lesson.add(CHOOSE, ENTRY)
    lesson.order("settle", pace="learner", named="1", instant="1" if instant else "")
    lesson.order("start")
    address = f"/en/class/{room.code}/question/"
    first, second = lesson.sitting.askings.all()
    assert "Question 1 of 2" in learner.page(address)
    response = send(learner, room, first, wrong(first), script=False)
    page = learner.page(response["Location"])
    if instant:
        assert "Not right." in page
        assert send(learner, room, first, right(first)).status_code == 409, "what is told is not changed"
        learner.page(f"{address}{first.pk}/proof")
        learner.page(f"{address}{second.pk}/proof", 404)
    else:
        assert "Question 2 of 2" in page
        assert send(learner, room, first, right(first)).status_code == 200
    send(learner, room, second, right(second))
    assert "You have answered everything" in learner.page(address)
    assert "1 100% right" in shown(lesson.page())
    assert "1 of 1" in shown(lesson.page("wall"))
    lesson.order("add", 409, item=CHOOSE)
    lesson.order("reveal")
    assert "What happens is a single DNAT" in learner.page(address)
    lesson.order("end")
    assert "Nothing is asked" in learner.page(address)


def test_a_second_click_does_nothing(lesson: Lesson, room: Room, learner: Person) -> None:
    lesson.add(CHOOSE, ENTRY, SEVERAL)
    before = str(lesson.sitting.version)
    lesson.order("start", version=before)
    assert "This had changed meanwhile" in lesson.order("start", 409, version=before)
    assert lesson.asking.item == CHOOSE
    for order in ("close", "reveal", "again", "end", "bars"):
        lesson.order(order, 409, version=before)
    assert lesson.sitting.askings.filter(round=0).count() == 2


def test_the_room_ends_with_its_questions(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = lesson.ask(CHOOSE)
    send(learner, room, asking, right(asking))
    lesson.teacher.order(room, "close")
    assert Sitting.objects.get().ended
    assert send(learner, room, asking, wrong(asking)).status_code == 403
    assert lesson.teacher.client.get(f"/en/class/{room.code}/ask/").status_code == 302
    lesson.order("start", 403)
    lesson.teacher.order(room, "delete")
    assert not Vote.objects.exists()
    assert not Asking.objects.exists()
