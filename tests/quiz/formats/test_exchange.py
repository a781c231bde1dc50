"""Moodle XML and GIFT there and back, files that others wrote, and an Anki package that opens."""

import io
import sqlite3
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.content.questions import read_bank, written
from nodeport_lab.content.questions.model import Blanks
from nodeport_lab.content.questions.templates import TEMPLATES
from nodeport_lab.quiz.formats import anki, exchange, gift, moodle

ALL = [*written().values(), *(template.make(5) for template in TEMPLATES.values())]
KNOWN = {
    "moodle": {"choose", "several", "number", "text", "match", "order", "blanks"},
    "gift": {"choose", "several", "number", "text", "match"},
}
READ = {
    "moodle": lambda made: moodle.read(made.data, "S1.1"),
    "gift": lambda made: gift.read(made.data.decode(), "S1.1"),
}
WRITE = {"moodle": moodle.write, "gift": gift.write}


def said(question):
    """All of a question that can travel: not its stage, its proof, and what was run to show it."""
    return (
        question.id,
        question.version,
        question.syllabus,
        question.difficulty,
        question.prompt,
        question.explanation,
        question.body,
    )


def by_goal(question):
    """Whether only the simulation can say what fits the gaps."""
    return isinstance(question.body, Blanks) and question.body.outcome is not None


@pytest.mark.parametrize("name", WRITE)
def test_what_a_format_knows_comes_back_as_it_was(name):
    sent = [
        question for question in ALL if exchange.kind_of(question) in KNOWN[name] and not by_goal(question)
    ]
    assert len(sent) > 20
    taken = READ[name](WRITE[name](sent))
    assert taken.notes == []
    bank = read_bank(taken.yaml("There and back"))
    assert bank.troubles == ()
    for before, after in zip(sent, bank.questions, strict=True):
        assert said(after) == said(before)


@pytest.mark.parametrize("name", WRITE)
def test_what_a_format_does_not_know_is_told_item_by_item(name):
    made = WRITE[name](ALL)
    skipped = {note.item: note.detail for note in made.notes if note.kind == "skipped-kind"}
    assert skipped == {
        question.id: exchange.kind_of(question)
        for question in ALL
        if exchange.kind_of(question) not in KNOWN[name]
    }
    assert all(note.kind.startswith(("skipped", "without")) for note in made.notes)
    parts = {note.item for note in made.notes if note.kind == "skipped-part"}
    assert parts == {question.id for question in ALL if by_goal(question) and "blanks" in KNOWN[name]}


CLOZE = """<quiz><question type="cloze"><name><text>Ports</text></name><questiontext format="html"><text><![CDATA[<p>Fill it in.</p>
<pre>kind: {1:SA:=Service~%0%Svc#Written in full.~%0%*#No.}
port: {:SHORTANSWER:%100%80~=8\\#0}
</pre>]]></text></questiontext></question>
<question type="cloze"><name><text>Half</text></name><questiontext><text><![CDATA[<pre>a: {1:SA:=x~%50%y}</pre>]]></text></questiontext></question>
<question type="cloze"><name><text>Number</text></name><questiontext><text><![CDATA[<pre>a: {1:NUMERICAL:=1:0.1}</pre>]]></text></questiontext></question></quiz>"""


def test_cloze_of_others():
    taken = moodle.read(CLOZE.encode(), "S4.5")
    (draft,) = taken.drafts
    assert draft["yaml"] == "kind: [[gap1]]\nport: [[gap2]]\n"
    assert draft["blanks"]["gap2"]["accept"] == ["80", "8#0"]
    assert draft["blanks"]["gap1"]["wrong"][0]["forms"] == ["Svc"]
    assert [(note.item, note.kind) for note in taken.notes] == [
        ("Half", "skipped-part"),
        ("Number", "skipped-part"),
    ]
    assert read_bank(taken.yaml("Cloze")).troubles == ()


FOREIGN_GIFT = r"""
// a comment
$CATEGORY: $course$/top

::Capital::What is the default type? {
  =ClusterIP#Yes. ~NodePort#No. ~LoadBalancer
}

True or not: a NodePort opens on every node. {T#Wrong.#Right.}

How many ports? {#3:0}

A gap {=here ~there} in the middle.

Which? {~%50%one ~%50%two ~%-100%three}

Match. {=a -> 1 =b -> 2 =c -> 3}

Write an essay. {}

Partly. {=right =%50%nearly}

Range {#1..5}
"""


def test_gift_of_others():
    taken = gift.read(FOREIGN_GIFT, "S2.2")
    assert [draft["kind"] for draft in taken.drafts] == [
        "choose",
        "choose",
        "number",
        "choose",
        "several",
        "match",
    ]
    assert [note.kind for note in taken.notes] == ["skipped-kind", "skipped-part", "skipped-part"]
    assert taken.drafts[0]["id"] == "capital"
    assert taken.drafts[3]["prompt"]["en"] == "A gap _____ in the middle."
    bank = read_bank(taken.yaml("Foreign"))
    assert bank.troubles == ()
    assert {question.syllabus for question in bank.questions} == {("S2.2",)}


FOREIGN_XML = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>top</text></category></question>
<question type="multichoice"><name><text>Q 1</text></name><questiontext format="html"><text><![CDATA[<p>Which <b>port</b>?</p>]]></text></questiontext>
<generalfeedback><text/></generalfeedback><single>true</single>
<answer fraction="100"><text>80</text><feedback><text>Good</text></feedback></answer><answer fraction="0"><text>81</text></answer></question>
<question type="truefalse"><name><text>Q 1</text></name><questiontext><text>So?</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="essay"><name><text>Long</text></name></question>
<question type="numerical"><name><text>About</text></name><questiontext><text>n</text></questiontext><answer fraction="100"><text>3</text><tolerance>0.5</tolerance></answer></question>
</quiz>"""


def test_moodle_xml_of_others():
    taken = moodle.read(FOREIGN_XML.encode(), "S4.5")
    assert [(draft["id"], draft["kind"]) for draft in taken.drafts] == [
        ("q-1", "choose"),
        ("q-1-2", "choose"),
    ]
    assert [(note.item, note.kind) for note in taken.notes] == [
        ("Long", "skipped-kind"),
        ("About", "skipped-part"),
    ]
    assert taken.drafts[0]["prompt"]["en"] == "Which **port**?"
    assert read_bank(taken.yaml("Foreign")).troubles == ()


@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>',
        b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>',
        b"<quiz><question>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="nonsense"?><quiz/>',
    ],
)
def test_hostile_xml_is_refused(attack):
    taken = moodle.read(attack, "S1.1")
    assert taken.drafts == []
    assert [note.kind for note in taken.notes] == ["not-read"]


@given(st.text(alphabet=st.sampled_from("ab:={}~#%->\\\n /T[]1"), max_size=80))
def test_any_gift_is_read(text):
    for draft in gift.read(text, "S1.1").drafts:
        assert draft["syllabus"] == ["S1.1"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_anki_package_has_a_card_for_every_question(tmp_path, language):
    made = anki.write(ALL, "NodePort Lab", language)
    with zipfile.ZipFile(io.BytesIO(made.data)) as package:
        package.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as base:
        rows = dict(line[0].split("\x1f", 1) for line in base.execute("select flds from notes"))
    base.close()
    assert rows.keys() == {question.id for question in ALL}
    assert all(text.split("\x1f")[1].strip() for text in rows.values())


def test_gift_titles_begin_questions_without_an_empty_line() -> None:
    taken = gift.read("::one:: Which? {=a ~b}\n::essay:: Tell me {}\n::two:: Which? {=c ~d}\n", "S1.1")
    assert [draft["id"] for draft in taken.drafts] == ["one", "two"]
    assert [note.item for note in taken.notes] == ["essay"]
