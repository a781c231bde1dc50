"""Scores on their way to platforms. What is better than before is due at once; what did not arrive is tried again, ever more seldom.

Nothing of it happens while somebody waits for a page: ``wake`` lets a thread of this process do it, and again when the next is due;
``manage.py lti send`` does it for whoever was restarted in between.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import NamedTuple

import requests
from django.db import connection, transaction
from django.db.models import F, Min
from django.utils import timezone
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade

from nodeport_lab.lti import lineitems, platforms
from nodeport_lab.lti.models import Link, Score

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than one can take
PAUSES = (30, 120, 600, 3600, 6 * 3600, 24 * 3600)  # seconds, after the first, second … attempt in vain


class Sent(NamedTuple):
    """How it went."""

    arrived: int
    failed: int


def deliver() -> Sent:
    """Send all that is due. Each is sent by one process, whoever else sends."""
    arrived = failed = 0
    connectors: dict[int, lineitems.Connector] = {}
    while True:
        now = timezone.now()
        score = Score.objects.filter(due__lte=now).order_by("due").first()
        if score is None:
            return Sent(arrived, failed)
        lease = now + LEASE
        if not Score.objects.filter(pk=score.pk, due=score.due).update(due=lease):
            continue
        score = Score.objects.select_related("link__deployment__registration__site", "person").get(
            pk=score.pk
        )
        registration = score.link.deployment.registration
        if registration.pk not in connectors:
            connectors[registration.pk] = lineitems.Connector(
                registration.to_registration(), platforms.wire(registration)
            )
        mine = Score.objects.filter(pk=score.pk, due=lease)
        try:
            _send(score, connectors[registration.pk])
        except lineitems.Busy:
            mine.update(due=timezone.now() + timedelta(seconds=10))
        except lineitems.NoColumn:
            mine.update(due=None, trouble="the platform has no column for this link")
        except (LtiException, requests.RequestException, KeyError, TypeError, ValueError) as error:
            connectors.pop(registration.pk)
            failed += 1
            pause = PAUSES[min(score.attempts, len(PAUSES) - 1)]
            said = _said(error)
            logger.warning("a score did not reach %s (%s); next in %s s", registration, said, pause)
            Score.objects.filter(pk=score.pk).update(attempts=F("attempts") + 1, trouble=said)
            mine.update(due=timezone.now() + timedelta(seconds=pause))
        else:
            arrived += 1
            Score.objects.filter(pk=score.pk).update(sent=score.best, attempts=0, trouble="")
            # Where it was surpassed meanwhile, it stays due.
            mine.filter(best=score.best).update(due=None)


def _send(score: Score, connector: lineitems.Connector) -> None:
    link, best = score.link, score.best or 0.0
    address = lineitems.column(link, connector)
    whole = best >= 1 or link.content.startswith("test:")
    grade = Grade().set_user_id(score.person.subject)
    grade.set_score_given(round(best * lineitems.MAXIMUM, 2)).set_score_maximum(lineitems.MAXIMUM)
    grade.set_activity_progress("Completed" if whole else "InProgress").set_grading_progress("FullyGraded")
    grade.set_timestamp(timezone.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    service = AssignmentsGradesService(connector, {"scope": [platforms.SCORE], "lineitem": address})
    try:
        service.put_grade(grade)
    except LtiServiceException as error:
        if error.response.status_code == 404 and link.lineitems:
            # Somebody deleted the column: the next attempt finds or makes another.
            Link.objects.filter(pk=link.pk, lineitem=address).update(lineitem="")
        raise


def _said(error: Exception) -> str:
    if isinstance(error, LtiServiceException):
        return f"HTTP {error.response.status_code}: {' '.join(error.response.text.split())}"[:300]
    return f"{type(error).__name__}: {error}"[:300]


_lock = threading.Lock()
_worker: threading.Thread | None = None
_timer: threading.Timer | None = None
_again = False


def wake() -> None:
    """There is something to send: soon, and not by who calls."""
    global _worker, _again
    with _lock:
        _again = True
        if _worker is None:
            _worker = threading.Thread(target=_work, name="lti-outbox", daemon=True)
            _worker.start()


def _work() -> None:
    global _worker, _again, _timer
    try:
        while True:
            with _lock:
                if not _again:
                    _worker = None
                    return
                _again = False
            deliver()
            _wait_for_next()
    except Exception:
        logger.exception("scores are not being sent; the next one wakes us again")
        with _lock:
            _worker = None
    finally:
        connection.close()


def _wait_for_next() -> None:
    global _timer
    due = Score.objects.aggregate(first=Min("due"))["first"]
    with _lock:
        if _timer is not None:
            _timer.cancel()
            _timer = None
        if due is not None:
            seconds = max(1.0, (due - timezone.now()).total_seconds())
            _timer = threading.Timer(min(seconds, 3600.0), wake)
            _timer.daemon = True
            _timer.start()


def retry() -> int:
    """What did not arrive is due now. How many that are."""
    with transaction.atomic():
        return Score.objects.exclude(due=None).filter(attempts__gt=0).update(due=timezone.now())
