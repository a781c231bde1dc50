"""Browsers are told of every module at once."""

from pathlib import Path
from typing import Any

import pytest

from nodeport_lab.lab.templatetags.modules import imported, module


def test_what_imported_modules_import_is_there_too() -> None:
    found = imported("js/lab/main.js")
    assert {"js/lab/store.js", "js/lab/page.js", "js/lab/dom.js"} <= set(found)
    assert len(found) == len(set(found))
    assert "js/lab/main.js" not in found


def test_types_in_comments_and_later_imports_are_left_out(tmp_path: Path, settings: Any) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.js").write_text(
        '/** @typedef {import("./types.js").T} T */\nimport { b } from "./in/b.js";\nconst later = () => import("./c.js");\n'
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.js").write_text('export { d } from "../d.js";\n')
    (tmp_path / "d.js").write_text('import {\n  e,\n} from "./e.js";\n')
    (tmp_path / "e.js").write_text("export const e = 1;\n")
    (tmp_path / "c.js").write_text("")
    assert imported("a.js") == ("in/b.js", "d.js", "e.js")


def test_a_module_that_is_missing_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="gone"):
        module("js/lab/gone.js")
