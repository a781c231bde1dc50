"""What the environment says is understood, or the start stops with a sentence that names the variable."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from nodeport_lab import environment


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("true", True), ("On", True), ("0", False), ("no", False), ("", False), (" ", False)],
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is expected


def test_an_unclear_flag_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG='maybe'"):
        environment.flag("DEBUG")


@pytest.mark.parametrize(
    "value", ["lab.example.org", "ftp://lab.example.org", "https://", "https://lab.example.org/x"]
)
def test_what_is_no_origin_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="BASE_URL"):
        environment.origin("BASE_URL")


def test_an_origin_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", "https://lab.example.org/")
    assert environment.origin("BASE_URL") == "https://lab.example.org"


def test_the_secret_key_is_made_once_and_is_its_owners_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "deep" / "secret_key"
    first = environment.secret_key("SECRET_KEY", file)
    assert len(first) >= 50
    assert environment.secret_key("SECRET_KEY", file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_given_secret_key_is_not_written_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert environment.secret_key("SECRET_KEY", tmp_path / "secret_key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_an_emptied_key_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    file.touch()
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.secret_key("SECRET_KEY", file)


def test_sqlite_is_the_default_and_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = environment.database("DATABASE_URL", Path("/var/lab.sqlite3"))
    assert database["NAME"] == "/var/lab.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///lab.sqlite3", {"NAME": "lab.sqlite3"}),
        ("sqlite:////srv/lab%20one.sqlite3", {"NAME": "/srv/lab one.sqlite3"}),
        (
            "postgres://lab:p%40ss@db.example.org:6543/lab?sslmode=require",
            {
                "NAME": "lab",
                "USER": "lab",
                "PASSWORD": "p@ss",
                "HOST": "db.example.org",
                "PORT": "6543",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        ("postgresql:///lab", {"NAME": "lab", "USER": "", "HOST": "", "PORT": ""}),
    ],
)
def test_databases(monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, object]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert environment.database("DATABASE_URL", Path("unused")).items() >= expected.items()


@pytest.mark.parametrize("url", ["mysql://lab@db/lab", "postgres://lab@db", "sqlite:///", "lab.sqlite3"])
def test_a_database_that_is_not_understood_stops_the_start(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("DATABASE_URL", Path("unused"))


def test_the_channel_layer_is_in_memory_or_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert environment.channel_layer("REDIS_URL")["BACKEND"].endswith("InMemoryChannelLayer")
    monkeypatch.setenv("REDIS_URL", "redis://cache:6379/1")
    assert environment.channel_layer("REDIS_URL")["CONFIG"] == {"hosts": ["redis://cache:6379/1"]}
    monkeypatch.setenv("REDIS_URL", "cache:6379")
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        environment.channel_layer("REDIS_URL")
