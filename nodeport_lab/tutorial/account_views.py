"""Progress and account: as a file to keep, or with a name and a password."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nodeport_lab.lab import keepsakes, visitors
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.limits import Rate
from nodeport_lab.tutorial import accounts, progress

MAX_FILE = 256 * 1024
# Guessing a password takes many tries: from one address, or from many at one name.
tries = Rate(0.1, 10)
tries_at_name = Rate(1 / 30, 10)


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What can be done with one's progress."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **said: Any) -> HttpResponse:
    visitor = visitors.known(request)
    account = accounts.of(visitor)
    known = progress.everything(visitor)
    context = {
        "account": account,
        "count": len(known),
        "kept": visitor is not None and keepsakes.has_any(visitor),
        "finished": sum(one.finished is not None for one in known.values()),
        "since": min((one.changed for one in known.values()), default=None),
        "said": request.GET.get("said"),
        **said,
    }
    return render(request, "tutorial/account.html", context, status=status)


@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """One's progress as a file."""
    visitor = visitors.known(request)
    if visitor is None:
        raise Http404
    text = json.dumps(progress.exported(visitor), ensure_ascii=False, indent=1)
    name = f"nodeport-lab-progress-{timezone.localdate().isoformat()}.json"
    return HttpResponse(
        text + "\n",
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """A file is added to one's progress."""
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    file = request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > MAX_FILE:
            raise progress.NotProgress
        progress.imported(visitor, json.loads(file.read()))
    except (ValueError, RecursionError):
        return _page(request, 400, error=_("This is no file that was saved here."))
    return _back("brought")


@require_http_methods(["POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Log in, or make an account: which of them, the button says."""
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    if not _may_try(request, name):
        return too_many(request)
    visitor = visitors.known(request)
    try:
        if request.POST.get("do") == "make":
            visitor = visitors.arrive(request)
            if visitor is None:
                return too_many(request)
            accounts.make(visitor, name, password)
            return _back("made")
        visitors.become(request, accounts.enter(visitor, name, password).visitor)
        return _back("in")
    except accounts.Refused as error:
        return _page(request, 400, refused=str(error), name=name, wanted=request.POST.get("do"))


def _may_try(request: HttpRequest, name: str) -> bool:
    """Both are counted, whichever of them is used up."""
    here = tries.take(request.META["REMOTE_ADDR"])
    return tries_at_name.take(accounts.named(name).casefold()) and here


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out: this browser is a stranger's again."""
    if accounts.of(visitors.known(request)) is not None:
        visitors.become(request, None)
    return _back("out")


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another password."""
    account = accounts.of(visitors.known(request))
    if account is None:
        return _back("out")
    if not _may_try(request, account.user.username):
        return too_many(request)
    try:
        accounts.change(account, request.POST.get("old", ""), request.POST.get("new", ""))
    except accounts.Refused as error:
        return _page(request, 400, unchanged=str(error))
    return _back("changed")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """The account is deleted, and with it the progress where that is wished."""
    account = accounts.of(visitors.known(request))
    if account is None:
        return _back("out")
    if not _may_try(request, account.user.username):
        return too_many(request)
    too = request.POST.get("progress") == "1"
    try:
        accounts.forget(account, request.POST.get("password", ""), progress_too=too)
    except accounts.Refused as error:
        return _page(request, 400, kept=str(error))
    return _back("erased" if too else "forgotten")


def _back(said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('tutorial:account')}?said={said}")
