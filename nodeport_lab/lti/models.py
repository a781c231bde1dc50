"""What is kept of learning platforms beside what django-lti keeps (registrations, deployments, the tool's keys).

Of a person the platform's own opaque name (``sub``), and nothing else: no name, no mail address, no picture.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from lti_tool.models import LtiDeployment, LtiRegistration

from nodeport_lab.lab.stage import Visitor


class Site(models.Model):
    """A registered platform. origins: where it lives: what the server may ask, and whose pages may frame ours.

    any_deployment: whether a deployment that is not known yet is let in with its first launch.
    """

    registration = models.OneToOneField(LtiRegistration, models.CASCADE, related_name="site")
    origins: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    any_deployment = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.registration)


class Handshake(models.Model):
    """A launch between its beginning and its end, or an invitation. Taken once."""

    state = models.CharField(max_length=100, primary_key=True)
    nonce = models.CharField(max_length=100, default="")
    registration = models.ForeignKey(LtiRegistration, models.CASCADE, null=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.state

    @classmethod
    def take(cls, state: str) -> Handshake | None:
        """The handshake of this name, which nobody else gets any more."""
        found = cls.objects.filter(pk=state, expires__gt=timezone.now()).first()
        if found is None or not cls.objects.filter(pk=state).delete()[0]:
            return None
        return found


class Person(models.Model):
    """Somebody whom a platform sent, and the visitor who they are here."""

    registration = models.ForeignKey(LtiRegistration, models.CASCADE, related_name="people")
    subject = models.CharField(max_length=255)
    visitor = models.OneToOneField(Visitor, models.CASCADE, related_name="person")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("registration", "subject"), name="lti_person_once"),)

    def __str__(self) -> str:
        return f"{self.registration_id} {self.subject}"


class Link(models.Model):
    """A place in a course that shows something of ours.

    content: what (``contents``). lineitems, lineitem, scopes: as the platform said at the last launch, of its gradebook; an own column is
    made or found with the first score. claimed: when somebody last set out to make it, so that nobody makes a second.
    """

    deployment = models.ForeignKey(LtiDeployment, models.CASCADE, related_name="links")
    resource = models.CharField(max_length=255)
    content = models.CharField(max_length=200, default="", db_index=True)
    title = models.CharField(max_length=255, default="")
    lineitems = models.TextField(default="")
    lineitem = models.TextField(default="")
    scopes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    claimed = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deployment", "resource"), name="lti_link_once"),)

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.resource}"


class Score(models.Model):
    """The best that a person reached in a link, and what the platform knows of it. best, sent: 0 to 1.

    due: when it is to be sent next; None where nothing is to be told. attempts: in vain, since it last arrived. trouble: what the
    platform said then.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="scores")
    person = models.ForeignKey(Person, models.CASCADE, related_name="scores")
    best = models.FloatField(null=True)
    sent = models.FloatField(null=True)
    due = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="", blank=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("link", "person"), name="lti_score_once"),)

    def __str__(self) -> str:
        return f"{self.link_id} {self.person_id} {self.best}"
