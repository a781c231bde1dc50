"""Mastery as a picture: a row for each chapter, a bar for each of its points, as high as it is held. Coordinates for an SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodeport_lab.content.questions.points import points
from nodeport_lab.content.words import Language
from nodeport_lab.quiz import catalogue
from nodeport_lab.quiz.mastery import Held

STEP, HEIGHT = 39, 44
PER_ROW = 8
_TITLES: Mapping[str, Mapping[Language, str]] = {
    "1": {"ja": "Service の役割", "en": "Why a Service"},
    "2": {"ja": "4 つの type", "en": "The four types"},
    "3": {"ja": "NodePort の仕組み", "en": "How NodePort works"},
    "4": {"ja": "設定する", "en": "Setting it up"},
    "5": {"ja": "向いている場面", "en": "When it fits"},
    "6": {"ja": "代償と注意点", "en": "What it costs"},
    "7": {"ja": "ほかの方法", "en": "Alternatives"},
    "8": {"ja": "さらに先へ", "en": "Further"},
    "9": {"ja": "よくある質問", "en": "Questions people ask"},
    "10": {"ja": "障害を見つける", "en": "Faults to find"},
    "11": {"ja": "よくある誤り", "en": "What is often taught wrongly"},
}


def title(chapter: str, language: Language) -> str:
    """A chapter's name."""
    return _TITLES[chapter][language]


def rows(held: Mapping[str, Held], language: Language) -> list[dict[str, Any]]:
    """Each chapter with its bars: x, y, height, level, and the words for them."""
    found = []
    for chapter, names in catalogue.chapters().items():
        lines = (len(names) - 1) // PER_ROW + 1
        bars: list[dict[str, Any]] = []
        for place, name in enumerate(names):
            known = held.get(name)
            share = known.in_a_week if known else 0.0
            tall = max(4, round(share * HEIGHT)) if known else 0
            line, column = divmod(place, PER_ROW)
            top = line * (HEIGHT + 26)
            bars.append(
                {
                    "id": name,
                    "title": points()[name][language],
                    "level": known.level if known else "unknown",
                    "percent": round(share * 100),
                    "answers": known.answers if known else 0,
                    "x": column * STEP + 4,
                    "middle": column * STEP + 18,
                    "top": top,
                    "y": top + HEIGHT - tall,
                    "height": tall,
                    "foot": top + HEIGHT + 15,
                }
            )
        measured = [bar["percent"] for bar in bars if bar["answers"]]
        found.append(
            {
                "id": chapter,
                "title": title(chapter, language),
                "bars": bars,
                "width": PER_ROW * STEP,
                "height": lines * (HEIGHT + 26),
                "met": len(measured),
                "of": len(bars),
                "percent": round(sum(measured) / len(bars)) if measured else 0,
            }
        )
    return found
