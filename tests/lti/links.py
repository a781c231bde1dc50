"""Links as a platform launches them, and what is reached behind them."""

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.lti.models import Person
from nodeport_lab.tutorial import door as tutorial
from tests.lti.platform import CLAIM

TEST = {f"{CLAIM}custom": {"content": "test:3:5:0"}, f"{CLAIM}resource_link": {"id": "81", "title": "Test"}}


def reach(share: float, content: str = "exercise:F1") -> None:
    """What the tutorial says when somebody has got so far."""
    lesson = catalogue().find(*content.split(":"))
    for person in Person.objects.all():
        tutorial.progressed.send(sender=None, visitor=person.visitor, lesson=lesson, share=share)
