"""``manage.py conformance``: its lines and its exit status."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

SERVICE = """apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{port: 80, targetPort: 80}]
"""


def run(*paths):
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("conformance", *map(str, paths), stdout=out, stderr=err)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return status, out.getvalue().splitlines(), err.getvalue()


def case(name, stdout):
    step = {"manifest": SERVICE.replace("{port: 80", "{port: 0"), "exit": 1, "stdout": "", "stderr": stdout}
    return {"name": name, "steps": [step], "objects": []}


RIGHT = 'The Service "web" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "admission").mkdir()
    return tmp_path / "admission"


def test_counts_what_passes_and_names_what_differs(folder):
    (folder / "a.json").write_text(json.dumps([case("right", RIGHT), case("wrong", "something else\n")]))
    status, lines, _ = run(folder)
    assert status == 1
    assert lines[0].startswith("admission/a wrong: step 1.stderr: ")
    assert lines[1:] == ["1 passed, 1 failed"]


def test_all_right_is_status_0(folder):
    (folder / "a.json").write_text(json.dumps([case("right", RIGHT)]))
    assert run(folder / "a.json") == (0, ["1 passed, 0 failed"], "")


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "x"}]', "\x00"])
def test_a_file_that_cannot_be_read_is_status_2_and_the_others_are_judged(folder, text):
    (folder / "bad.json").write_text(text)
    (folder.parent / "good").mkdir()
    good = folder.parent / "good" / "admission"
    good.mkdir()
    (good / "a.json").write_text(json.dumps([case("right", RIGHT)]))
    status, lines, complaint = run(folder, good)
    assert status == 2
    assert lines == ["1 passed, 0 failed"]
    assert "bad.json" in complaint


def test_a_folder_of_no_known_kind_and_a_missing_path_are_status_2(tmp_path):
    (tmp_path / "a.json").write_text("[]")
    assert run(tmp_path)[0] == 2
    assert run(tmp_path / "nowhere")[0] == 2
