"""For all tests: the static files are there, as the templates name them."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collected once, and again only when they changed."""
    from nodeport_lab.lab import statics

    statics.collect()
