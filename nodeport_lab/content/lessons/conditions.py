"""What is said of a look: where a request may end, what a line prints."""

from __future__ import annotations

from typing import Any, get_args

from nodeport_lab.cluster.network.endings import CODES, Observed
from nodeport_lab.content.lessons import actions
from nodeport_lab.content.lessons.model import MODES, Condition, Look
from nodeport_lab.content.lessons.yamlfile import Part

OBSERVED: frozenset[str] = frozenset(get_args(Observed))
ON_REQUEST = ("observed", "endings", "pods", "source", "destination", "status")
ON_LINE = ("prints", "lacks")


def keys(part: Part) -> tuple[str, ...]:
    """What can be said of a look of this sort."""
    return ON_REQUEST if "request" in part.value else ON_LINE


def looked(part: Part, condition: Condition) -> Look:
    """A request or a line, with what is to come of it."""
    request, run, place, grep = (part.get(key) for key in ("request", "run", "place", "grep"))
    if (request is None) == (run is None):
        raise part.wrong("has either a request or a line to run")
    if run is None and (place or grep):
        raise part.wrong("place and grep are for a line to run")
    return Look(
        request=actions.read_request(request) if request else None,
        run=run.text() if run else None,
        place=place.text() if place else "client",
        grep=grep.text() if grep else None,
        condition=condition,
        line=part.line,
    )


def condition(part: Part, keys: tuple[str, ...], others: tuple[str, ...] = ()) -> Condition:
    """What is to be so. `others`: keys of the same mapping that say what is looked at."""
    part.mapping((), (*keys, *others))
    given = {key: part.value[key] for key in keys if key in part.value}
    if not given:
        raise part.wrong(f"says nothing of {', '.join(keys)}")
    if "observed" in given:
        observed = given["observed"]
        given["observed"] = frozenset((observed,) if isinstance(observed, str) else observed)
        if not given["observed"] <= OBSERVED:
            raise part.at("observed").wrong(f"a sender sees {', '.join(sorted(OBSERVED))}")
    if "endings" in given:
        given["endings"] = _endings(part.at("endings"))
    for key in ("pods", "status"):
        if key in given:
            part.at(key).number()
    for key in ("source", "destination", "prints", "lacks"):
        if key in given:
            part.at(key).text()
    return Condition(**given)


def _endings(part: Part) -> dict[str, frozenset[str]]:
    by_mode: Any = part.value if isinstance(part.value, dict) else dict.fromkeys(MODES, part.value)
    if by_mode.keys() != set(MODES) or not all(isinstance(codes, list) for codes in by_mode.values()):
        raise part.wrong(f"a list of codes, or one for each of {', '.join(MODES)}")
    found = {mode: frozenset(codes) for mode, codes in by_mode.items()}
    unknown = frozenset().union(*found.values()) - CODES.keys()
    if unknown:
        raise part.wrong(f"no such ending: {', '.join(sorted(unknown))}")
    return found
