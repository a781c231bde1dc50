"""The product's own settings, in a corner of var/ and whatever the environment says."""

import os
from pathlib import Path

for _name in ("ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "FRAME_ANCESTORS", "REDIS_URL"):
    os.environ.pop(_name, None)
# Parts of the suite that run side by side (script/test) have a corner each.
os.environ["VAR_DIR"] = str(
    Path(__file__).resolve().parent.parent / "var" / "tests" / os.environ.get("TEST_PART", "")
)
os.environ["SECRET_KEY"] = "known to everybody: the tests' own"

from nodeport_lab.settings import *  # noqa: E402, F403
from nodeport_lab.settings import ALLOWED_HOSTS, DATABASES, VAR_DIR  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# A file, not memory: the live server's threads open connections of their own.
DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

# Passwords of tests are no secret, and need not be slow.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
