"""The column of the gradebook that belongs to a link: the one the platform names, or found, or made; never a second."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.utils import timezone
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.lineitem import LineItem
from pylti1p3.service_connector import ServiceConnector

from nodeport_lab.lti.models import Link
from nodeport_lab.lti.platforms import LINE_ITEM

MAXIMUM = 100
CLAIM = timedelta(minutes=5)  # longer than finding and making one can take
MAX_PAGES = 20
_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')


class NoColumn(Exception):
    """The platform has none for this link, and lets nobody make one."""


class Busy(Exception):
    """Somebody else is about to find or make it."""


class Connector(ServiceConnector):
    """The library's, but addresses of further pages keep their capital letters."""

    def make_service_request(self, *args: Any, **kwargs: Any) -> Any:
        """As the library does it."""
        answer = super().make_service_request(*args, **kwargs | {"case_insensitive_headers": True})
        found = _NEXT.search(answer["headers"].get("link", ""))
        return answer | {"next_page_url": found[1] if found else None}


def column(link: Link, connector: ServiceConnector) -> str:
    """Its address. Raises ``NoColumn``, ``Busy``, or what the library and ``requests`` raise."""
    if link.lineitem:
        return link.lineitem
    if not link.lineitems or LINE_ITEM not in link.scopes:
        raise NoColumn
    now = timezone.now()
    free = Link.objects.filter(Q(claimed=None) | Q(claimed__lt=now - CLAIM), pk=link.pk, lineitem="")
    if not free.update(claimed=now):
        raise Busy
    try:
        service = AssignmentsGradesService(connector, {"scope": link.scopes, "lineitems": link.lineitems})
        address = _find(service, link) or _make(connector, link)
    except Exception:
        # Whether it was made after all the next attempt sees: it looks first.
        Link.objects.filter(pk=link.pk, claimed=now).update(claimed=None)
        raise
    Link.objects.filter(pk=link.pk).update(lineitem=address, claimed=None)
    link.lineitem = address
    return address


def _find(service: AssignmentsGradesService, link: Link) -> str:
    """The column of this link; of several the one that says what it is for."""
    found: list[dict[str, Any]] = []
    address: str | None = _with(link.lineitems, link.resource)
    for _page in range(MAX_PAGES):
        rows, address = service.get_lineitems_page(address)
        found += [row for row in rows if row.get("resourceLinkId") == link.resource and row.get("id")]
        if not address:
            break
    found.sort(key=lambda row: row.get("resourceId") != link.content)
    return str(found[0]["id"]) if found else ""


def _with(address: str, resource: str) -> str:
    """Asks for this link's alone; a platform that does not know the filter answers with all."""
    return f"{address}{'&' if '?' in address else '?'}resource_link_id={quote(resource, safe='')}"


def _make(connector: ServiceConnector, link: Link) -> str:
    item = LineItem().set_score_maximum(MAXIMUM).set_label(link.title or "NodePort Lab")
    item.set_resource_id(link.content).set_resource_link_id(link.resource).set_tag("nodeport-lab")
    made = connector.make_service_request(
        [LINE_ITEM],
        link.lineitems,
        is_post=True,
        data=item.get_value(),
        content_type="application/vnd.ims.lis.v2.lineitem+json",
        accept="application/vnd.ims.lis.v2.lineitem+json",
    )["body"]
    if not isinstance(made, dict) or not isinstance(made.get("id"), str):
        raise ValueError("the platform made no column")
    return str(made["id"])
