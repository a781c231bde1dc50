"""For all tests: the static files are there, as the templates name them and as the ASGI application serves them."""


def pytest_sessionstart() -> None:
    """Collected before any test is, and only when they changed."""
    from nodeport_lab.lab import statics

    statics.collect()
