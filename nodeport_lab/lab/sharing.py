"""A lab frozen and put behind a short link: made once for each state, opened and forked by anybody, changed by nobody, taken
back by whoever made it.

A copy is a workspace without a visitor. ``s.CODE`` names it, ``s.CODE.7`` the moment after its seventh action: whoever has the
link may look at every moment of it, and at nothing else of whoever made it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nodeport_lab.lab import actions, beginnings, presets, traces
from nodeport_lab.lab.beginnings import Beginning
from nodeport_lab.lab.clusters import make as make_cluster
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import EMBEDDED, SHARED, Action, Share, Sharing, Visitor, Workspace, new_code


def share(workspace: Workspace, journey: Any = None) -> Share:
    """The link to the workspace as it is now: what was done (not what was undone), what is typed, the packet that is shown."""
    if workspace.frozen:
        return Share.objects.get(workspace=workspace)
    log = list(workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True))
    content = {
        "settings": workspace.settings,
        "seed": workspace.seed,
        "title": workspace.title,
        "preset": workspace.preset,
        "revealed": workspace.revealed,
        "begins": workspace.begins,
        "files": workspace.files,
        "log": log,
        "journey": _journey(journey),
    }
    with transaction.atomic():
        shared = freeze(content)
        if workspace.visitor is not None and not workspace.watched:
            Sharing.objects.get_or_create(visitor=workspace.visitor, share=shared)
    return shared


def mine(visitor: Visitor) -> list[tuple[Share, datetime]]:
    """The links that a visitor made and has not taken back, newest first, each with when."""
    found = Sharing.objects.filter(visitor=visitor).select_related("share__workspace")
    return [(one.share, one.created) for one in found[: settings.SHARES_LISTED]]


def revoke(visitor: Visitor, code: str) -> None:
    """The visitor no longer shares it. What nobody shares is gone, for everybody who has the link."""
    with transaction.atomic():
        shared = Share.objects.select_for_update().filter(code=code, sharings__visitor=visitor).first()
        if shared is None:
            raise Refusal(404, "no-share", _("Nothing is shared under this link."))
        shared.sharings.filter(visitor=visitor).delete()
        if not shared.standing and not shared.sharings.exists():
            shared.workspace.delete()


def of_preset(identity: str) -> Share:
    """The link to a preset, the same for everybody. ``KeyError`` where there is none of this name."""
    files, log = presets.beginning(identity)
    shared = freeze(
        {
            "settings": {},
            "seed": 0,
            "title": "",
            "preset": identity,
            "revealed": False,
            "begins": len(log),
            "files": files,
            "log": log,
            "journey": None,
        }
    )
    if not shared.standing:
        # Whoever else shared the same may take back what they did, and not this.
        shared.standing = True
        shared.save(update_fields=["standing"])
    return shared


def freeze(content: dict[str, Any]) -> Share:
    """The link to this content; a new one where there is none yet."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    if len(text) > settings.MAX_SHARED:
        raise Refusal(
            413,
            "too-large",
            _(
                "This lab has too long a time line to be shared. Make a new lab of the files, and share that one."
            ),
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    try:
        return Share.objects.get(digest=digest)
    except Share.DoesNotExist:
        pass
    try:
        with transaction.atomic():
            return _frozen(content, digest)
    except IntegrityError:  # somebody else froze the same at the same time
        return Share.objects.get(digest=digest)


def _frozen(content: dict[str, Any], digest: str) -> Share:
    log = content["log"]
    code = new_code()
    workspace = Workspace.objects.create(
        pk=f"s.{code}",
        visitor=None,
        purpose=SHARED,
        title=content["title"],
        preset=content["preset"],
        revealed=content["revealed"],
        settings=content["settings"],
        seed=content["seed"],
        revision=len(log),
        length=len(log),
        begins=content["begins"],
        files=content["files"],
    )
    entries = [Action(workspace=workspace, number=number, data=data) for number, data in enumerate(log, 1)]
    for entry in entries:
        entry.shorten()
    Action.objects.bulk_create(entries, batch_size=100)
    return Share.objects.create(code=code, digest=digest, workspace=workspace, journey=content["journey"])


def fork(workspace: Workspace, visitor: Visitor | None) -> Workspace:
    """A workspace of the visitor's own that goes on from here; without a visitor one for a frame elsewhere."""
    log = list(workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True))
    begin = Beginning(workspace.files, log, workspace.settings, workspace.seed)
    with transaction.atomic():
        forked = beginnings.make(
            visitor, "lab" if visitor else EMBEDDED, begin, title=workspace.title, preset=workspace.preset
        )
        forked.begins, forked.revealed = workspace.begins, workspace.revealed
        forked.save(update_fields=["begins", "revealed"])
    return forked


def replayed(shared: Share) -> dict[str, Any] | None:
    """``{trace, pick}``: the packet that was shown when it was shared, as it travelled then."""
    if shared.journey is None:
        return None
    workspace = shared.workspace
    request = {key: value for key, value in shared.journey.items() if key != "pick"}
    trace = _sent_last(workspace, request)
    if trace is None:
        try:
            trace = traces.look(workspace, {"type": "send", **request, "pick": 0})["trace"]
        except Refusal:  # a wish that cannot be granted: there is nothing to be shown
            return None
    else:
        trace = traces.told(workspace, trace)
    return {"trace": trace, "pick": shared.journey["pick"]}


def _sent_last(workspace: Workspace, request: dict[str, Any]) -> dict[str, Any] | None:
    """The trace of the log's last action, where it sent this packet: what it met then, not what it would meet now."""
    *before, last = workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True)
    if last["type"] not in ("send", "terminal"):
        return None
    outcome = make_cluster(workspace.settings, workspace.seed, before).perform(last)
    trace = outcome.trace or (outcome.session.trace if outcome.session else None)
    if trace is None or not _same(trace["request"], request):
        return None
    return trace


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    def key(request: dict[str, Any]) -> tuple[Any, ...]:
        to, http = request["to"], request.get("http") or {}
        above = (http.get("scheme"), http.get("host"), http.get("path"), bool(http.get("insecure")))
        return (request["from"], to["address"], to["port"], request["protocol"], above)

    return key(one) == key(other)


def _journey(data: Any) -> dict[str, Any] | None:
    """The journey that a page names, within limits."""
    if data is None:
        return None
    if not isinstance(data, dict) or not isinstance(data.get("pick"), int) or isinstance(data["pick"], bool):
        raise actions.malformed()
    wanted = {
        key: data[key] for key in ("from", "to", "protocol", "via", "http") if data.get(key) is not None
    }
    found = actions.action(wanted | {"type": "send", "pick": data["pick"]})
    if not 0 <= found["pick"] < 1_000 or not _is_request(found):
        raise actions.malformed()
    return {key: value for key, value in found.items() if key != "type"}


def _is_request(found: dict[str, Any]) -> bool:
    to = found.get("to")
    return (
        isinstance(found.get("from"), str)
        and isinstance(found.get("protocol"), str)
        and isinstance(to, dict)
        and isinstance(to.get("address"), str)
        and isinstance(to.get("port"), int)
    )
