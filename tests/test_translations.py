"""Nothing of the interface is left in English on a Japanese page, and what is compiled is what is written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "ja" / "LC_MESSAGES"
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALL = re.compile(r"""\b(?:_|n?gettext)\((u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")""")
PLACE = re.compile(r"%\((\w+)\)s")


def in_python() -> Iterator[str]:
    for file in (ROOT / "nodeport_lab").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
                literals = [
                    arg.value
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
                yield from literals[1:2] if node.func.id.startswith("pgettext") else literals[:1]


def in_templates() -> Iterator[str]:
    for file in (ROOT / "templates").rglob("*.html"):
        for literal in CALL.findall(templatize(file.read_text(encoding="utf-8"))):
            yield ast.literal_eval(literal)


@pytest.fixture(scope="module")
def written() -> polib.POFile:
    return polib.pofile(str(FOLDER / "django.po"))


def test_every_word_of_the_interface_is_in_japanese(written: polib.POFile) -> None:
    translated = {entry.msgid for entry in written.translated_entries()}
    assert {*in_python(), *in_templates()} - translated == set()
    assert [entry.msgid for entry in written if entry.fuzzy] == []


def test_a_translation_names_what_its_original_names(written: polib.POFile) -> None:
    for entry in written:
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert set(PLACE.findall(text)) == set(PLACE.findall(entry.msgid)), entry.msgid


def test_what_is_compiled_is_what_is_written(written: polib.POFile) -> None:
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    assert {entry.msgid: entry.msgstr for entry in compiled if not entry.msgid_plural} == {
        entry.msgid: entry.msgstr for entry in written.translated_entries() if not entry.msgid_plural
    }
