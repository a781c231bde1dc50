"""Collects the static files when, and only when, they changed since the last time."""

from __future__ import annotations

import hashlib
import inspect
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from nodeport_lab.lab import sources, storage

_STAMP = ".collected"


def collect() -> bool:
    """Bring STATIC_ROOT up to date; True where there was something to do.

    Starts from nothing each time, so that a file that is gone is gone, and writes its stamp last, so that an
    interrupted run is done again.
    """
    root = Path(settings.STATIC_ROOT)
    wanted = _fingerprint()
    stamp = root / _STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    # Templates of this very process ask the storage, which read the manifest before there was one.
    store = staticfiles_storage
    store.hashed_files, store.manifest_hash = store.load_manifest()  # type: ignore[attr-defined]
    return True


def _fingerprint() -> str:
    """Changes with every file's name, size and time, with what is made of them, and with the place they are collected to."""
    digest = hashlib.sha256(f"{settings.STATIC_ROOT}\n{settings.STORAGES['staticfiles']}\n".encode())
    for maker in (sources, storage):
        digest.update(inspect.getsource(maker).encode())
    for finder in finders.get_finders():
        for path, place in sorted(finder.list([]), key=lambda item: item[0]):
            stat = Path(place.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
