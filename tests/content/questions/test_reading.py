"""What an author may get wrong is told with its line, and never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.content.questions import grade, prove, read_bank

GOOD = """questions:
- id: good-one
  kind: choose
  syllabus: [S4.5]
  difficulty: 1
  prompt: {ja: 問い, en: A question}
  options:
  - {text: "80", right: true, why: {ja: はい, en: "Yes."}}
  - {text: "81", why: {ja: いいえ, en: "No."}, misconception: slip}
  explanation: {ja: 説明, en: Because}
"""


def kinds(text):
    return [(trouble.line, trouble.kind) for trouble in read_bank(text).troubles]


def test_a_good_file_has_no_trouble():
    bank = read_bank(GOOD, "mine.yaml")
    assert bank.troubles == ()
    assert [question.id for question in bank.questions] == ["good-one"]


@pytest.mark.parametrize(
    ("old", "new", "line", "kind"),
    [
        ("kind: choose", "kind: chose", 3, "word-unknown"),
        ("[S4.5]", "[S4.99]", 4, "point-unknown"),
        ("difficulty: 1", "difficulty: 6", 5, "number-wanted"),
        ("  difficulty: 1\n", "", 2, "field-missing"),
        ("{ja: 問い, en: A question}", "{ja: 問い}", 6, "language-missing"),
        ("{ja: 問い, en: A question}", "A question", 6, "languages-wanted"),
        ("right: true, ", "", 8, "field-missing"),
        ('"81", ', '"81", right: true, ', 8, "one-right"),
        ('"81"', '"80"', 8, "same-twice"),
        ("misconception: slip", "misconception: aliens", 9, "misconception-unknown"),
        ("misconception: slip", "misconceptoin: slip", 9, "field-unknown"),
        ("id: good-one", "id: Good One", 2, "id-wrong"),
        ("  explanation:", "  stage: F99\n  explanation:", 10, "scene-unknown"),
        ("  explanation:", "  show: {drawing: true}\n  explanation:", 2, "stage-missing"),
        ("  explanation:", "  stage: start\n  proof: {reads: dnat}\n  explanation:", 11, "proof-empty"),
        ("questions:", "questons:", 1, "field-unknown"),
        ("  difficulty: 1", "  difficulty: 1\n  difficulty: 2", 5, "key-twice"),
        ("  explanation: {", "  explanation: [", 10, "not-yaml"),
    ],
)
def test_a_mistake_is_told_where_it_stands(old, new, line, kind):
    assert old in GOOD
    assert (line, kind) in kinds(GOOD.replace(old, new, 1))


def test_a_question_with_a_mistake_is_left_out_and_the_others_stay():
    second = (
        GOOD.partition("\n")[2].replace("good-one", "other-one").replace("difficulty: 1", "difficulty: 9")
    )
    bank = read_bank(GOOD + second)
    assert [question.id for question in bank.questions] == ["good-one"]
    assert [trouble.line for trouble in bank.troubles] == [14]


def test_an_id_that_is_taken():
    assert (11, "id-taken") in kinds(GOOD + GOOD.partition("\n")[2])


@given(st.text(alphabet=st.sampled_from("qsi:-[]{}\n \"'ja en&*|>!0"), max_size=80))
def test_any_text_is_read(text):
    read_bank(text)
    read_bank(GOOD[:100] + text + GOOD[100:])


@pytest.mark.parametrize(
    "request_",
    [
        "{}",
        "{to: 1}",
        "{to: {address: a, port: x}}",
        "{to: {address: a, port: 80}, http: 7}",
        "{to: {address: a, port: 80}, more: 1}",
        "[]",
    ],
)
def test_a_request_that_is_none(request_):
    text = GOOD.replace("  explanation:", f"  stage: start\n  proof: {{request: {request_}}}\n  explanation:")
    assert "request-wrong" in [kind for _, kind in kinds(text)] or "proof-empty" in [
        kind for _, kind in kinds(text)
    ]


def test_a_port_may_be_a_fact_of_the_cluster():
    fact = "{{ services.nginx-service-nodeport.ports.0.nodePort }}"
    text = GOOD.replace(
        "  explanation:",
        f'  stage: start\n  proof: {{holds: [{{request: {{to: {{address: 192.168.1.101, port: "{fact}"}}}}, observed: reply}}]}}\n  explanation:',
    )
    (question,) = read_bank(text).questions
    assert prove(question) == []


def test_a_repair_that_takes_away_what_its_goal_names_is_wrong_and_no_error():
    text = """questions:
- id: names-what-may-be-gone
  kind: repair
  syllabus: [S4.5]
  difficulty: 1
  prompt: {ja: 問い, en: A question}
  stage: {base: empty}
  files: [{name: a.yaml, text: ""}]
  solution: [{name: a.yaml, text: "apiVersion: v1\\nkind: Service\\nmetadata: {name: web}\\nspec: {ports: [{port: 80}]}"}]
  goal: [{request: {from: node1, to: {address: "{{ services.web.clusterIP }}", port: 80}}, observed: refused}]
  explanation: {ja: 説明, en: Because}
"""
    bank = read_bank(text)
    assert bank.troubles == ()
    (question,) = bank.questions
    assert prove(question) == []
    wrong = grade(question, {"files": [{"name": "a.yaml", "text": "kind: nothing"}]})
    assert not wrong.right
    assert wrong.remarks[0].why["ja"]
