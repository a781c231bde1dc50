"""Static files are collected when something changed, named by content, imports rewritten, served in front of Django."""

import gzip
import os
import re
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.staticfiles.storage import staticfiles_storage

from nodeport_lab.asgi import with_static_files
from nodeport_lab.lab import statics

LEVELS = 8


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """Where the static files of a page go whose modules import one another, eight levels deep."""
    sources = tmp_path / "static" / "js"
    sources.mkdir(parents=True)
    for level in range(LEVELS):
        below = f'import {{ value }} from "./m{level + 1}.js";\nexport {{ value }};\n'
        last = "export const value = 7;\n"
        (sources / f"m{level}.js").write_text((below if level + 1 < LEVELS else last) + "// padding\n" * 100)
    settings.STATICFILES_DIRS = [sources.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    return tmp_path / "collected"


def test_collecting_is_done_when_something_changed(collected: Path) -> None:
    source = collected.parent / "static" / "js" / "m0.js"
    assert statics.collect()
    assert not statics.collect()
    os.utime(source, (1, 1))
    assert statics.collect()
    source.unlink()
    assert statics.collect()
    assert not list((collected / "js").glob("m0.*"))


def test_an_interrupted_collecting_is_done_again(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(statics, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            statics.collect()
    assert statics.collect()


def test_every_import_names_a_file_by_its_content(collected: Path) -> None:
    statics.collect()
    url = staticfiles_storage.url("js/m0.js")
    for _ in range(LEVELS):
        file = collected / url.removeprefix("/static/")
        assert re.fullmatch(r"m\d\.[0-9a-f]{12}\.js", file.name)
        found = re.search(r'from "\./(.+?)"', file.read_text())
        url = f"/static/js/{found[1]}" if found else "the end"
    assert url == "the end"


COMMENTS = """
/** @typedef {import("./a.js").Type} Type */
/**
 * @param {import("./a.js").Type} value
 */
// import { nothing } from "./nowhere.js";
import { a } from "./a.js"; // import { nothing } from "./nowhere.js" without end
const typed = /** @type {import("./a.js").Type} */ (a);
const later = () => import("./a.js");
"""


def test_imports_within_comments_are_left_alone(collected: Path) -> None:
    folder = collected.parent / "static" / "js"
    (folder / "a.js").write_text('/** @typedef {import("./b.js").Type} Type */\nexport const a = 1;\n')
    (folder / "b.js").write_text(COMMENTS)
    statics.collect()
    [a] = (collected / "js").glob("a.????????????.js")
    [b] = (collected / "js").glob("b.????????????.js")
    assert a.read_text() == "\nexport const a = 1;\n"
    written = b.read_text()
    assert written.count(a.name) == 2
    assert f'from "./{a.name}"' in written
    assert f'import("./{a.name}")' in written
    assert written.count('import("./a.js").Type') == 1


async def get(
    application: Any, path: str, *headers: tuple[bytes, bytes]
) -> tuple[int, dict[str, str], bytes]:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": list(headers)}
    request = ApplicationCommunicator(application, scope)
    await request.send_input({"type": "http.request"})
    start = await request.receive_output()
    body = b""
    while (part := await request.receive_output()).get("more_body"):
        body += part["body"]
    await request.wait()
    names = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], names, body


async def test_what_is_named_by_its_content_is_kept_for_ever_and_sent_compressed(collected: Path) -> None:
    statics.collect()
    application = with_static_files(None)
    url = staticfiles_storage.url("js/m7.js")
    status, headers, body = await get(application, url, (b"accept-encoding", b"gzip"))
    assert status == 200
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
    assert gzip.decompress(body).startswith(b"export const value = 7;")
    status, headers, _ = await get(application, "/static/js/m7.js")
    assert "immutable" not in headers["cache-control"]
