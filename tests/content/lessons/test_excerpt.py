"""Excerpts of tables: what a lesson speaks of is in sight, and what is left out is marked."""

import pytest

from nodeport_lab.content.lessons.excerpt import excerpt

TABLE = """\
NAME    TYPE       EXTERNAL-IP   NOMINATED NODE   PORT(S)        AGE
web     NodePort   <none>        <none>           80:30080/TCP   5s
longer  NodePort   <none>        node1            80/TCP         5s
"""


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (
            ["NAME", "PORT(S)"],
            [
                "NAME     …   PORT(S)        …",
                "web      …   80:30080/TCP   …",
                "longer   …   80/TCP         …",
            ],
        ),
        (["PORT(S)", "AGE"], ["…   PORT(S)        AGE", "…   80:30080/TCP   5s", "…   80/TCP         5s"]),
        (["NOMINATED NODE"], ["…   NOMINATED NODE   …", "…   <none>           …", "…   node1            …"]),
    ],
)
def test_columns_in_their_own_order(columns: list[str], shown: list[str]) -> None:
    assert excerpt(TABLE, columns).splitlines() == shown


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="no column PORT among NAME, TYPE"):
        excerpt(TABLE, ["PORT"])
