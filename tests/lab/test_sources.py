import pytest

from nodeport_lab.lab.sources import without_comments


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("// why\nlet a = 1; // here\n", "\nlet a = 1; // here\n"),
        ("  /** @type {A} */\n  this.a = 1;", "\n  this.a = 1;"),
        ("/**\n * @param {A} a\n */\nf(a);", "\n\n\nf(a);"),
        ("/** @type {any} */ (window).a();", "/** @type {any} */ (window).a();"),
        ("/*\n one */ f();", "\n f();"),
        ('const a = "//";\nconst b = "/*";', 'const a = "//";\nconst b = "/*";'),
        ("const a = `\n// not a comment\n`;\n// one", "const a = `\n// not a comment\n`;\n// one"),
    ],
)
def test_comments_with_lines_of_their_own_are_left_out(source: str, sent: str) -> None:
    assert without_comments(source) == sent
    assert without_comments(sent) == sent
