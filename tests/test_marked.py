"""No word of the interface is written past the translations: neither in a template nor in a script."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
# Names, which are the same in every language, and what machines say.
NAMES = re.compile(
    r"NodePort Lab|NodePort|nodePort|targetPort|YAML|JSON|CSV|TCP|UDP|SVG|PNG|日本語|English|Kubernetes|LoadBalancer|Ingress"
    r"|ClusterIP|ExternalName|HTTPS?|Host\b|iptables|nftables|kubectl|curl|Ctrl|Alt|Enter|Space|Esc|Shift|Tab|URL|XML|GIFT|Moodle|Anki|xAPI|UTC"
)
LETTERS = re.compile(r"[A-Za-z]{3,}|[ぁ-んァ-ヶ一-龠]+")


def bare(template: str) -> list[str]:
    """The words that a template shows and that no translation sees."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", text, flags=re.S)
    text = re.sub(r"\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}", "", text, flags=re.S)
    text = re.sub(
        r"\{%\s*block (?:nav_\w+|\w+_attributes)\s*%\}.*?\{%\s*endblock\s*%\}", "", text, flags=re.S
    )
    # What a terminal shows is a machine's.
    text = re.sub(r"<button[^>]*data-line.*?</button>|<span[^>]*lang=.*?</span>", "", text, flags=re.S)
    text = re.sub(r"<(script|style|svg|code|kbd|pre)\b.*?</\1>", "", text, flags=re.S)
    attributes = re.findall(
        r'\b(?:aria-label|title|alt|placeholder|data-title)="((?:[^"{]|\{[{%].*?[%}]\})*)"', text, flags=re.S
    )
    text = re.sub(r"<(?:[^<>{]|\{[{%].*?[%}]\}|\{)*>", " ", text, flags=re.S)
    # An example of a message is Kubernetes' own.
    found = [text, *(one for one in attributes if not one.startswith("The Service"))]
    found = [re.sub(r"\{[{%].*?[%}]\}", " ", one, flags=re.S) for one in found]
    found = [re.sub(r"&[a-z]+;|https?://\S+|\S+:\d+\S*", " ", NAMES.sub(" ", one)) for one in found]
    return [word for one in found for word in LETTERS.findall(one)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_show_translated_words(path: Path) -> None:
    words = bare(path.read_text(encoding="utf-8"))
    assert words == []


def test_a_bare_word_is_found() -> None:
    assert bare('<p title="Send it">{% translate "Send" %} now</p>') == ["now", "Send"]
    assert bare("<p>{{ word }} <kbd>Ctrl</kbd> TCP</p>") == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT / "static" / "js")))
def test_scripts_have_no_words_of_their_own(path: Path) -> None:
    text = re.sub(r"^\s*(//|\*|/\*).*$", "", path.read_text(encoding="utf-8"), flags=re.M)
    shown = re.findall(r"""(?:textContent|title|placeholder|innerText)\s*=\s*["'`]([^"'`$]*)["'`]""", text)
    shown += re.findall(r"""\b(?:announce|alert|confirm)\(\s*["'`]([^"'`$]*)["'`]""", text)
    shown += re.findall(r""""aria-label":\s*["'`]([^"'`$]*)["'`]""", text)
    shown = [words for words in shown if words != "(reverse-i-search)"]  # bash's own
    assert [words for words in shown if LETTERS.search(NAMES.sub("", words))] == []
    assert not re.search(r"""["'`][^"'`]*[ぁ-んァ-ヶ][^"'`]*["'`]""", text), "Japanese in a script"
