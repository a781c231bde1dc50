"""A file of one entry says all that it has to, or it is not read."""

from pathlib import Path

import pytest

from nodeport_lab.content.entries import read_entry

FIELDS = frozenset(("id", "title"))
GOOD = "id: one\ntitle: {ja: いち, en: One}\n"


def read(folder: Path, text: str) -> object:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return read_entry(path, FIELDS, ("title",))


def test_it_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == {"id": "one", "title": {"ja": "いち", "en": "One"}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- one\n",
        "id: one\n",
        GOOD + "more: 1\n",
        GOOD.replace("id: one", "id: two"),
        "id: one\ntitle: {ja: いち}\n",
        "id: one\ntitle: One\n",
    ],
    ids=[
        "nothing",
        "list",
        "field missing",
        "field too many",
        "other id",
        "language missing",
        "one language",
    ],
)
def test_what_is_wrong_stops_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"one\.yaml"):
        read(tmp_path, text)
