"""``manage.py lti``: learning platforms, registered and forgotten; scores, sent and shown."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from lti_tool.models import LtiRegistration

from nodeport_lab.lti import outbox, platforms, registering
from nodeport_lab.lti.models import Score, Site
from nodeport_lab.lti.wire import origin
from nodeport_lab.quiz import door as quiz


class Command(BaseCommand):
    """Learning platforms."""

    help = "Register learning platforms (LTI 1.3), and send scores that wait. docs/lti.md tells how."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        todo = parser.add_subparsers(dest="todo", required=True)
        todo.add_parser("addresses", help="what to enter in a platform")
        invite = todo.add_parser("invite", help="an address by which a platform registers itself, once")
        invite.add_argument("origin", nargs="+", help="where it lives: https://moodle.example.org")
        add = todo.add_parser("add", help="register a platform, or change one")
        add.add_argument("--name", default="", help="as you call it")
        add.add_argument("--issuer", required=True, help="issuer, or platform id")
        add.add_argument("--client-id", required=True)
        add.add_argument("--auth-url", required=True, help="authentication request URL")
        add.add_argument("--token-url", required=True, help="access token URL")
        add.add_argument("--keys-url", required=True, help="public keyset URL (JWKS)")
        add.add_argument("--audience", default="", help="of access tokens, where it is not the token URL")
        add.add_argument(
            "--deployment", action="append", default=[], help="its id; more than once; none: whichever comes"
        )
        add.add_argument("--origin", action="append", default=[], help="where else it lives; more than once")
        remove = todo.add_parser("remove", help="forget a platform, and everybody it sent")
        remove.add_argument("number", type=int, help="as `lti list` says")
        todo.add_parser("list", help="platforms, and scores that wait")
        send = todo.add_parser("send", help="send scores that are due")
        send.add_argument("--now", action="store_true", help="also those whose next attempt is later")

    def handle(self, *args: Any, todo: str, **options: Any) -> None:
        """Do it."""
        getattr(self, f"do_{todo}")(**options)

    def _address(self, name: str, *args: str) -> str:
        if not settings.BASE_URL:
            raise CommandError("Set BASE_URL to where platforms reach this server: https://lab.example.org")
        return f"{settings.BASE_URL}{reverse(name, args=args)}"

    def do_addresses(self, **options: Any) -> None:
        """For who enters them by hand."""
        for label, name in (
            ("Initiate login URL", "lti:login"),
            ("Redirection URI, target link URI", "lti:launch"),
            ("Public keyset URL (JWKS)", "lti:keys"),
            ("Canvas: configuration URL", "lti:canvas"),
        ):
            self.stdout.write(f"{label:34}{self._address(name)}")

    def do_invite(self, origin: list[str], **options: Any) -> None:
        """Whoever gets the address may register a platform at one of these origins."""
        self.stdout.write(self._address("lti:register", registering.invite(_origins(origin))))

    def do_add(self, deployment: list[str], origin: list[str], **options: Any) -> None:
        """Known already (by issuer and client id), it is changed."""
        names = ("name", "issuer", "client_id", "auth_url", "token_url", "keys_url", "audience")
        try:
            site = platforms.register(
                **{name: options[name] for name in names},
                deployments=deployment,
                origins=origin,
                any_deployment=not deployment,
            )
        except platforms.Unregistrable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{site.registration_id} {site} at {', '.join(site.origins)}")

    def do_remove(self, number: int, **options: Any) -> None:
        """Their visitors go too: what they did is theirs, and they are not coming back."""
        found = LtiRegistration.objects.filter(pk=number).first()
        if found is None:
            raise CommandError(f"There is no platform {number}.")
        for person in found.people.select_related("visitor"):
            person.visitor.delete()
        found.delete()

    def do_list(self, **options: Any) -> None:
        """One a line."""
        for site in Site.objects.select_related("registration").order_by("registration_id"):
            one = site.registration
            ids = list(one.deployments.values_list("deployment_id", flat=True))
            self.stdout.write(f"{one.pk} {one.name}: {one.issuer} as {one.client_id}, deployments {ids}")
            self.stdout.write(f"  {', '.join(site.origins)}; {one.people.count()} people")
        for score in Score.objects.exclude(due=None).select_related("link__deployment__registration"):
            self.stdout.write(
                f"waits: {score.link.deployment.registration}, {score.link.title}, {score.best:.0%}, "
                f"{score.attempts} attempts, next {score.due:%Y-%m-%d %H:%M:%S}Z {score.trouble}"
            )

    def do_send(self, now: bool, **options: Any) -> None:
        """Also closes tests whose time ran out unseen."""
        quiz.settle()
        if now:
            outbox.retry()
        arrived, failed = outbox.deliver()
        if arrived or failed:
            self.stdout.write(f"{arrived} arrived, {failed} did not")


def _origins(given: list[str]) -> list[str]:
    found = [origin(one) for one in given]
    if not all(found):
        raise CommandError("An origin is written like https://moodle.example.org")
    return found
