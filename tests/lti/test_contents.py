"""What a link leads to, and what of it counts."""

from django.test import Client

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.lti import contents, outbox
from nodeport_lab.lti.models import Link, Person, Score
from nodeport_lab.quiz.models import Round
from nodeport_lab.tutorial import progress
from tests.lti.links import TEST
from tests.lti.platform import CLAIM, Platform
from tests.quiz.conftest import Learner


def test_an_exercise_that_is_solved_counts(platform: Platform, browser: Client) -> None:
    response = platform.launch(browser)
    step = browser.get(response["Location"])["Location"]
    page = browser.get(step).content.decode()
    assert "Counts for your course" in page
    lesson = catalogue().find("exercise", "F1")
    assert lesson
    visitor = Person.objects.get().visitor
    known = progress.of(visitor, lesson)
    for one in lesson.steps:
        own = known.of(one.id)
        own["reached"], own["choice"] = True, "any"
        progress.mark(known, lesson, one)
    progress.keep(known, lesson)
    assert Score.objects.get().best == 1
    assert "Best: 100%, on its way" in browser.get("/en/lti/standing/").content.decode()
    outbox.deliver()
    assert "Best: 100%, in the gradebook" in browser.get("/en/lti/standing/").content.decode()


def test_a_test_is_taken_as_it_was_set_and_may_be_taken_again(platform: Platform) -> None:
    learner = Learner()
    address = platform.launch(learner.client, **TEST)["Location"]
    assert address == f"/en/lti/test/{Link.objects.get().pk}/"
    page = learner.client.get(address).content.decode()
    assert "How NodePort works" in page
    for wanted in (3, 2):
        location = learner.client.post(address)["Location"]
        round = Round.objects.filter(finished=None).get()
        assert location == f"/en/quiz/round/{round.pk}/"
        assert learner.client.post(address)["Location"] == location, "one goes on with what one began"
        for number in range(5):
            asked = learner.waiting(round)
            assert asked
            learner.answer(asked, right=number < wanted)
        learner.get(f"round/{round.pk}/")
        outbox.deliver()
    assert [score["scoreGiven"] for score in platform.scores] == [60]
    assert "60" in learner.client.get(address).content.decode()


def test_a_test_of_ones_own_does_not_count(platform: Platform) -> None:
    learner = Learner()
    platform.launch(learner.client, **TEST)
    round = learner.begin("test", {"count": "5", "minutes": "5", "chapter": "3"})
    learner.client.post(f"/en/quiz/round/{round.pk}/stop/")
    assert Score.objects.get().best is None


def test_the_test_of_another_link_is_not_there(platform: Platform, browser: Client) -> None:
    address = platform.launch(browser, **TEST)["Location"]
    assert Client().get(address).status_code == 404
    platform.launch(browser)
    assert browser.get(address).status_code == 404
    assert browser.get("/en/lti/test/999/").status_code == 404


def test_a_lab_is_made_once(platform: Platform, browser: Client) -> None:
    more = {f"{CLAIM}custom": {"content": "lab:F9"}}
    first = platform.launch(browser, **more)["Location"]
    assert platform.launch(Client(), **more)["Location"] == first
    assert browser.get(first).status_code == 200
    practice = {f"{CLAIM}custom": {"content": "practice:3"}}
    assert (
        platform.launch(browser, **practice)["Location"] == platform.launch(browser, **practice)["Location"]
    )


def test_every_content_that_is_offered_can_be_shown(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    link, visitor = Link.objects.get(), Person.objects.get().visitor
    for group in contents.groups():
        for item in group["items"]:
            content = contents.read(item["id"])
            assert content is not None
            assert content.title == item["title"]
            assert contents.address(content, link, visitor).startswith("/en/")
            assert content.graded == item["graded"]
