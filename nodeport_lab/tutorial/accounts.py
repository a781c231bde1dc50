"""An account for who wants one: a name and a password, and the visitor whose work they open.

Who is logged in is whose visitor's cookie a browser holds: there is no session besides. So an account changes nothing but where
one is known, and nothing else of the site has to know of it.
"""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from nodeport_lab.lab.stage import Visitor
from nodeport_lab.tutorial import progress
from nodeport_lab.tutorial.models import Account

# ``logged_in(account, visitor)``: this visitor, who has no account, goes on as that of the account. Apps above add what is theirs.
logged_in = Signal()
MAX_NAME = 60
MAX_PASSWORD = 200


class Refused(ValueError):
    """What a person is told."""


def of(visitor: Visitor | None) -> Account | None:
    """The account whose work this visitor's is."""
    return Account.objects.select_related("user").filter(visitor=visitor).first() if visitor else None


def named(text: str) -> str:
    """A name as it is kept: without spaces that nobody sees."""
    return " ".join(text.split())


def make(visitor: Visitor, name: str, password: str) -> Account:
    """An account for what the visitor has done so far."""
    name = named(name)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Refused(_("A name is needed, of up to %(count)s characters.") % {"count": MAX_NAME})
    user = User(username=name)
    _good(password, user)
    if of(visitor) is not None:
        raise Refused(_("You are logged in already."))
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            return Account.objects.create(user=user, visitor=visitor)
    except IntegrityError as error:
        raise Refused(_("Somebody has this name already. Choose another.")) from error


def enter(visitor: Visitor | None, name: str, password: str) -> Account:
    """The account of this name; what the visitor did without it is added to it."""
    user = authenticate(username=named(name)[:150], password=password[:MAX_PASSWORD])
    account = Account.objects.select_related("visitor").filter(user=user).first() if user else None
    if account is None:
        raise Refused(_("Name and password do not belong together."))
    if visitor is not None and of(visitor) is None:
        progress.joined(account.visitor, visitor)
        logged_in.send_robust(sender=Account, account=account, visitor=visitor)
    return account


def change(account: Account, old: str, new: str) -> None:
    """Another password. Only who knows the present one may choose it: a browser may have been left open."""
    if not account.user.check_password(old[:MAX_PASSWORD]):
        raise Refused(_("That is not the current password."))
    _good(new, account.user)
    account.user.set_password(new)
    account.user.save()


def forget(account: Account, password: str, *, progress_too: bool = False) -> None:
    """The account is gone. What was done stays in this browser, unless it is to go too."""
    if not account.user.check_password(password[:MAX_PASSWORD]):
        raise Refused(_("That is not the current password."))
    if progress_too:
        progress.erase(account.visitor)
    account.user.delete()


def _good(password: str, user: User) -> None:
    if len(password) > MAX_PASSWORD:
        raise Refused(_("The password is too long."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
