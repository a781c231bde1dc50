"""The questionnaire: what somebody needs, which kind of door that is, why, and why not the others.

A table of reasons, not of recommendations: every combination of answers gets a situation that the simulation proves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from nodeport_lab.compare.manifests import MAIN, Kind
from nodeport_lab.compare.situations import Situation

# Each question with what may be answered; the first is taken where nothing was said.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "who": ("outside", "known", "pods", "each", "elsewhere"),
    "speech": ("http", "tcp", "udp"),
    "where": ("cloud", "metallb", "bare"),
    "count": ("one", "many"),
    "tls": ("no", "yes"),
    "port": ("any", "usual"),
    "source": ("no", "yes"),
}
# What somebody who answers so is not asked any more: nobody comes from outside.
INNER: Mapping[str, Kind] = {"pods": "clusterip", "each": "headless", "elsewhere": "externalname"}


@dataclass(frozen=True, slots=True)
class Advice:
    """``kind`` is recommended for ``reasons``, with ``cautions``; ``against`` says why none of the others.

    situation: the same set up and asked for, with the files to take away.
    """

    kind: Kind
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    against: Mapping[Kind, str]
    situation: Situation


def read(given: Mapping[str, str]) -> dict[str, str]:
    """The answers among what a form sent; what is no answer counts as not given."""
    return {
        question: given[question] if given.get(question) in allowed else allowed[0]
        for question, allowed in QUESTIONS.items()
    }


def every() -> Iterator[dict[str, str]]:
    """Every combination of answers."""
    for values in product(*QUESTIONS.values()):
        yield dict(zip(QUESTIONS, values, strict=True))


def advise(answers: Mapping[str, str]) -> Advice:
    """What these answers ask for."""
    kind = _kind(answers)
    return Advice(
        kind,
        tuple(_reasons(kind, answers)),
        tuple(_cautions(kind, answers)),
        {other: _against(other, answers) for other in (*MAIN, "clusterip") if other != kind},
        _situation(kind, answers),
    )


def _kind(answers: Mapping[str, str]) -> Kind:
    if answers["who"] in INNER:
        return INNER[answers["who"]]
    if answers["speech"] == "http" and (answers["tls"] == "yes" or answers["count"] == "many"):
        return "ingress"
    if answers["where"] == "bare":
        return "nodeport"
    if answers["who"] == "known" and answers["port"] == "any":
        return "nodeport"
    return "loadbalancer"


def _situation(kind: Kind, answers: Mapping[str, str]) -> Situation:
    inside = answers["who"] in INNER
    speech = "http" if answers["speech"] == "http" else "tcp" if answers["speech"] == "tcp" else "udp"
    return Situation(
        kind,
        speech=speech,  # type: ignore[arg-type]
        tls=kind == "ingress" and answers["tls"] == "yes",
        services=2 if answers["count"] == "many" and speech == "http" else 1,
        provider={"cloud": "balancer", "metallb": "vip", "bare": "none"}[answers["where"]],  # type: ignore[arg-type]
        door="NodePort" if kind == "ingress" and answers["where"] == "bare" else "LoadBalancer",
        local=answers["source"] == "yes" and not inside,
        inside=inside,
    )


def _reasons(kind: Kind, answers: Mapping[str, str]) -> Iterator[str]:
    match kind:
        case "ingress":
            if answers["count"] == "many":
                yield "ingress-many"
            if answers["tls"] == "yes":
                yield "ingress-tls"
            if answers["where"] != "bare":
                yield "ingress-usual"
            if answers["source"] == "yes":
                yield "ingress-source"
        case "loadbalancer":
            yield "loadbalancer-address"
            if answers["port"] == "usual":
                yield "loadbalancer-port"
            if answers["speech"] != "http":
                yield "loadbalancer-any"
            if answers["source"] == "yes":
                yield "local-source"
        case "nodeport":
            yield "nodeport-bare" if answers["where"] == "bare" else "nodeport-known"
            if answers["port"] == "any":
                yield "nodeport-fixed"
            if answers["source"] == "yes":
                yield "local-source"
        case _:
            yield f"{kind}-who"


def _cautions(kind: Kind, answers: Mapping[str, str]) -> Iterator[str]:
    if kind == "nodeport":
        yield "nodeport-firewall"
        yield "nodeport-node"
        if answers["port"] == "usual":
            yield "nodeport-usual"
    if kind == "loadbalancer" and answers["count"] == "many":
        yield "loadbalancer-cost"
    if kind == "ingress":
        yield "ingress-controller"
        if answers["where"] == "bare":
            yield "ingress-door"
        if answers["source"] == "yes":
            yield "ingress-local"
            if answers["where"] == "bare":
                yield "local-nodes"
    if kind in ("nodeport", "loadbalancer"):
        if answers["tls"] == "yes":
            yield "tls-pod"
        if answers["source"] == "yes":
            yield "local-nodes"
    if kind in ("clusterip", "headless") and answers["tls"] == "yes":
        yield "tls-pod"
    if kind == "externalname":
        yield "externalname-host"


def _against(kind: Kind, answers: Mapping[str, str]) -> str:
    """The first thing that speaks against it."""
    if answers["who"] in INNER:
        return {"pods": "open", "each": "each", "elsewhere": "elsewhere"}[answers["who"]]
    http = answers["speech"] == "http"
    match kind:
        case "clusterip":
            return "clusterip"
        case "nodeport":
            if answers["port"] == "usual":
                return "nodeport-port"
            if answers["tls"] == "yes" and http:
                return "nodeport-tls"
            return "nodeport-many" if answers["count"] == "many" else "nodeport-node"
        case "loadbalancer":
            if answers["where"] == "bare":
                return "loadbalancer-provider"
            if answers["tls"] == "yes" and http:
                return "loadbalancer-tls"
            return "loadbalancer-cost" if answers["count"] == "many" else "loadbalancer-more"
        case _:
            return "ingress-more" if http else "ingress-http"
