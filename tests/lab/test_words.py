"""What the scripts say and what the page carries for them are the same keys."""

import re
from pathlib import Path

from nodeport_lab.classroom.questions.words import words as question_words
from nodeport_lab.classroom.words import words as class_words
from nodeport_lab.lab.words import words

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
SAID = re.compile(r"""\bsay\(\s*(?:"([^"]+)"|`([^`$]*)\$\{)""")
QUOTED = re.compile(r'"([a-z][a-zA-Z-]+)"')


def test_every_word_that_a_script_says_is_there() -> None:
    of_lab, of_class = set(words()), set(class_words()) | set(question_words())
    for file in SCRIPTS.rglob("*.js"):
        # The classroom's pages carry words of their own beside the lab's.
        known = of_lab | of_class if file.parent.name == "classroom" else of_lab
        for whole, stem in SAID.findall(file.read_text(encoding="utf-8")):
            if whole:
                assert whole in known, f"{file.name} says {whole}"
            else:
                assert any(key.startswith(stem) for key in known), f"{file.name} says {stem}…"


def test_no_word_is_carried_for_nothing() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in SCRIPTS.rglob("*.js"))
    stems = tuple(stem for _, stem in SAID.findall(text) if stem)
    quoted = set(QUOTED.findall(text))
    assert [key for key in words() if key not in quoted and not key.startswith(stems)] == []
