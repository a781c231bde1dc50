"""From what a learner reaches to the gradebook: the best, once, whatever fails on the way."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.lti import grading, outbox, platforms
from nodeport_lab.lti.models import Link, Person, Score
from nodeport_lab.tutorial import progress
from tests.lti.links import reach
from tests.lti.platform import AGS, CLAIM, LINE_ITEMS, MEMBERSHIP, SCOPES, Platform


def due_now() -> None:
    Score.objects.exclude(due=None).update(due=timezone.now())


def test_what_is_reached_arrives_in_a_column_of_its_own(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    assert outbox.deliver() == (0, 0), "nothing is told of who has done nothing"
    reach(1.0)
    assert outbox.deliver() == (1, 0)
    (column,) = platform.line_items.values()
    assert column | {"id": ""} == {
        "id": "",
        "scoreMaximum": 100,
        "label": "Faults",
        "resourceId": "exercise:F1",
        "resourceLinkId": "79550",
        "tag": "nodeport-lab",
    }
    (score,) = platform.scores
    assert score.pop("timestamp").endswith("Z")
    assert score == {
        "column": f"{LINE_ITEMS}/54009",
        "userId": "bced2216ecfb5d7de955",
        "scoreGiven": 100.0,
        "scoreMaximum": 100,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
    }
    assert outbox.deliver() == (0, 0)
    assert len(platform.scores) == 1


def test_the_best_counts(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    for share in (0.4, 0.2, 0.4, 0.8, 0.1):
        reach(share)
        outbox.deliver()
    assert [score["scoreGiven"] for score in platform.scores] == [40, 80]
    assert platform.scores[0]["activityProgress"] == "InProgress"
    reach(0.9)
    reach(1.0)
    outbox.deliver()
    assert [score["scoreGiven"] for score in platform.scores] == [40, 80, 100], (
        "what is surpassed is not sent"
    )


def test_what_was_done_before_the_first_launch_counts(platform: Platform, browser: Client) -> None:
    platform.launch(browser, **{f"{CLAIM}custom": {"content": "learn"}})
    visitor = Person.objects.get().visitor
    lesson = catalogue().find("exercise", "F1")
    assert lesson
    known = progress.of(visitor, lesson)
    known.done, known.finished = [step.id for step in lesson.steps], timezone.now()
    known.save()
    platform.launch(browser)
    assert Score.objects.get().best == 1


def test_the_column_that_the_platform_names_is_taken(platform: Platform, browser: Client) -> None:
    mine = f"{LINE_ITEMS}/54009"
    platform.line_items[mine] = {"id": mine}
    ags = {"scope": SCOPES, "lineitems": LINE_ITEMS, "lineitem": mine}
    platform.launch(browser, **{f"{AGS}claim/endpoint": ags})
    reach(1.0)
    assert outbox.deliver() == (1, 0)
    assert platform.scores[0]["column"] == mine
    assert len(platform.line_items) == 1


def test_a_column_that_is_there_is_found_on_whatever_page(platform: Platform, browser: Client) -> None:
    for number in range(5):
        address = f"{LINE_ITEMS}/{number}"
        platform.line_items[address] = {"id": address, "resourceLinkId": f"other {number}"}
    mine = f"{LINE_ITEMS}/mine"
    platform.line_items[mine] = {"id": mine, "resourceLinkId": "79550", "resourceId": "exercise:F1"}
    platform.launch(browser)
    reach(1.0)
    assert outbox.deliver() == (1, 0)
    assert platform.scores[0]["column"] == mine
    assert len(platform.line_items) == 6


def test_many_at_once_make_one_column(platform: Platform) -> None:
    for number in range(6):
        platform.launch(Client(), sub=f"learner {number}")
    reach(1.0)
    assert outbox.deliver() == (6, 0)
    assert len(platform.line_items) == 1
    assert {score["userId"] for score in platform.scores} == {f"learner {number}" for number in range(6)}


def test_who_comes_second_waits_for_who_makes_it(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    reach(1.0)
    Link.objects.update(claimed=timezone.now())
    assert outbox.deliver() == (0, 0)
    assert not platform.line_items
    score = Score.objects.get()
    assert score.due is not None
    assert timezone.now() < score.due < timezone.now() + timedelta(minutes=1)
    # Whoever it was died over it.
    Link.objects.update(claimed=timezone.now() - timedelta(hours=1))
    due_now()
    assert outbox.deliver() == (1, 0)


def test_a_column_that_was_made_unseen_is_not_made_again(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    reach(1.0)

    made = platform.answer

    def breaks(request: Any) -> Any:
        response = made(request)
        if request.method == "POST" and request.url == LINE_ITEMS:
            response.status_code = 502
        return response

    platform.answer = breaks  # type: ignore[method-assign]
    assert outbox.deliver() == (0, 1)
    assert len(platform.line_items) == 1
    platform.answer = made  # type: ignore[method-assign]
    due_now()
    assert outbox.deliver() == (1, 0)
    assert len(platform.line_items) == 1


def test_a_column_that_a_teacher_deleted_is_made_anew(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    reach(0.5)
    outbox.deliver()
    platform.line_items.clear()
    reach(1.0)
    assert outbox.deliver() == (0, 1)
    due_now()
    assert outbox.deliver() == (1, 0)
    assert platform.scores[-1]["scoreGiven"] == 100


@pytest.mark.parametrize("where", ["access_tokens", "line_items", "scores"])
@pytest.mark.parametrize("status", [302, 401, 500])
def test_what_does_not_arrive_is_tried_again(
    platform: Platform, browser: Client, where: str, status: int
) -> None:
    platform.launch(browser)
    reach(1.0)
    platform.failing[where] = status
    assert outbox.deliver() == (0, 1)
    assert outbox.deliver() == (0, 0), "not at once"
    score = Score.objects.get()
    assert score.attempts == 1
    assert score.trouble
    due_now()
    assert outbox.deliver() == (0, 1)
    later = Score.objects.get().due
    assert later
    assert later > timezone.now() + timedelta(seconds=100), "ever more seldom"
    platform.failing.clear()
    assert outbox.retry() == 1
    assert outbox.deliver() == (1, 0)
    score.refresh_from_db()
    assert (score.sent, score.due, score.attempts, score.trouble) == (1.0, None, 0, "")


def test_one_that_fails_holds_up_nobody(platform: Platform) -> None:
    platform.launch(Client())
    reach(1.0)
    other = {f"{CLAIM}resource_link": {"id": "80", "title": "Other"}}
    elsewhere = f"{AGS}claim/endpoint"
    platform.launch(
        Client(), **other, **{elsewhere: {"scope": SCOPES, "lineitems": "https://127.0.0.1/items"}}
    )
    reach(1.0)
    assert outbox.deliver() == (1, 1)
    waiting = Score.objects.exclude(due=None).get()
    assert "not an origin of this platform" in waiting.trouble
    assert not any("127.0.0.1" in address for address in platform.asked)


def test_who_is_no_learner_or_has_no_gradebook_gets_no_score(platform: Platform, browser: Client) -> None:
    platform.launch(browser, **{f"{CLAIM}roles": [f"{MEMBERSHIP}Instructor"]})
    assert not Score.objects.exists()
    platform.launch(browser, **{f"{AGS}claim/endpoint": None})
    assert not Score.objects.exists()
    platform.launch(browser, **{f"{CLAIM}roles": ["Learner"]})
    assert Score.objects.count() == 1, "the short form is allowed"


def test_without_column_and_leave_to_make_one_nothing_is_tried(platform: Platform, browser: Client) -> None:
    ags = {"scope": [platforms.SCORE], "lineitems": LINE_ITEMS}
    platform.launch(browser, **{f"{AGS}claim/endpoint": ags})
    reach(1.0)
    assert outbox.deliver() == (0, 0)
    assert not platform.asked[1:]
    assert "no column" in Score.objects.get().trouble


def test_another_content_in_the_same_link_begins_at_nothing(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    reach(1.0)
    outbox.deliver()
    platform.launch(browser, **{f"{CLAIM}custom": {"content": "exercise:F2"}})
    assert Score.objects.get().best is None
    reach(1.0)
    assert Score.objects.get().best is None, "that was the other one"


def test_it_is_surpassed_while_it_is_sent(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    reach(0.5)
    score = Score.objects.get()
    sent = platform._score

    def meanwhile(request: Any, address: str) -> Any:
        if not platform.scores:
            grading.note(score, 1.0)
        return sent(request, address)

    platform._score = meanwhile  # type: ignore[method-assign]
    assert outbox.deliver() == (2, 0)
    assert [one["scoreGiven"] for one in platform.scores] == [50, 100]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_score_once(platform: Platform) -> None:
    for number in range(4):
        platform.launch(Client(), sub=f"learner {number}")
        for link in ("a", "b"):
            platform.launch(Client(), sub=f"learner {number}", **{f"{CLAIM}resource_link": {"id": link}})
    reach(1.0)

    def send() -> None:
        try:
            outbox.deliver()
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Score.objects.exclude(due=None).update(due=timezone.now())
    outbox.deliver()
    assert len(platform.line_items) == 3
    told = [(score["userId"], score["column"]) for score in platform.scores]
    assert len(told) == len(set(told)) == 12
