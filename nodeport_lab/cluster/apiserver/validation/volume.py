"""Volumes of a pod: one source each, and what each source asks.

Mirrors ValidateVolumes, validateVolumeSource and the common sources in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.apiserver import quantity
from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.env import VOLUME_FIELDS, object_field, resource_field
from nodeport_lab.cluster.apiserver.validation.meta import check
from nodeport_lab.cluster.problem import (
    FieldPath,
    Problem,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)

_HOST_PATH_TYPES = (
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
)
_MODE = "must be a number between 0 and 0777 (octal), both inclusive"
_Judge = Callable[[FieldPath, "dict[str, Any]", "list[Problem]"], None]


def volumes(path: FieldPath, value: list[dict[str, Any]], found: list[Problem]) -> frozenset[str]:
    """The names of the good volumes; the mistakes of the others go to ``found``."""
    good: set[str] = set()
    for position, volume in enumerate(value):
        here = path.index(position)
        mine: list[Problem] = []
        _source(here, volume, mine)
        name = volume.get("name") or ""
        if not name:
            mine.append(required(here.child("name"), kind="field-required"))
        else:
            check(here.child("name"), name, names.dns_label, "name-invalid", mine)
        if name in good:
            mine.append(duplicate(here.child("name"), name, kind="volume-name-duplicate"))
        if mine:
            found.extend(mine)
        else:
            good.add(name)
    return frozenset(good)


def _source(path: FieldPath, volume: dict[str, Any], found: list[Problem]) -> None:
    """validateVolumeSource: exactly one, in the order in which the API server looks for them."""
    first = True
    for name, judge in _SOURCES:
        source = volume.get(name)
        if source is None:
            continue
        if first:
            first = False
            if judge is not None:
                judge(path.child(name), source, found)
        else:
            where = path.child("downwarAPI" if name == "downwardAPI" else name)
            found.append(
                forbidden(where, "may not specify more than 1 volume type", kind="volume-type-twice")
            )
    if first:
        found.append(required(path, "must specify a volume type", kind="volume-type-required"))


def _empty_dir(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    limit = quantity.parse(str(source.get("sizeLimit") or "0"))
    if limit is not None and limit.value < 0:
        words = "SizeLimit field must be a valid resource quantity"
        value = str(source["sizeLimit"])
        found.append(forbidden(path.child("sizeLimit"), words, kind="number-negative", value=value))


def _host_path(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    if not source.get("path"):
        found.append(required(path.child("path"), kind="field-required"))
        return
    _no_backsteps(path.child("path"), source["path"], found)
    if source.get("type", "") not in _HOST_PATH_TYPES:
        found.append(
            not_supported(path.child("type"), source["type"], _HOST_PATH_TYPES, kind="value-unknown")
        )


def _files(key: str) -> _Judge:
    """A ConfigMap or a Secret whose keys become files; ``key`` is the field that names it."""

    def judge(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
        if not source.get(key):
            found.append(required(path.child(key), kind="field-required"))
        _mode(path.child("defaultMode"), source.get("defaultMode"), found)
        for position, item in enumerate(source.get("items") or []):
            _key_to_path(path.child("items").index(position), item, found)

    return judge


def _nfs(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    for name in ("server", "path"):
        if not source.get(name):
            found.append(required(path.child(name), kind="field-required"))
    if not (source.get("path") or "").startswith("/"):
        words = "must be an absolute path"
        found.append(invalid(path.child("path"), source.get("path") or "", words, kind="path-not-absolute"))


def _claim(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    if not source.get("claimName"):
        found.append(required(path.child("claimName"), kind="field-required"))


def _downward(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    _mode(path.child("defaultMode"), source.get("defaultMode"), found)
    for file in source.get("items") or []:
        _downward_file(path, file, found)


def _downward_file(path: FieldPath, file: dict[str, Any], found: list[Problem]) -> None:
    if not file.get("path"):
        found.append(required(path.child("path"), kind="field-required"))
    _local_path(path.child("path"), file.get("path") or "", found)
    if file.get("fieldRef") is not None:
        object_field(path.child("fieldRef"), file["fieldRef"], VOLUME_FIELDS, found)
        if file.get("resourceFieldRef") is not None:
            words = "fieldRef and resourceFieldRef can not be specified simultaneously"
            found.append(invalid(path, "resource", words, kind="env-value-twice"))
    elif file.get("resourceFieldRef") is not None:
        resource_field(path.child("resourceFieldRef"), file["resourceFieldRef"], found, volume=True)
    else:
        words = "one of fieldRef and resourceFieldRef is required"
        found.append(required(path, words, kind="env-source-required"))
    _mode(path.child("mode"), file.get("mode"), found)


def _projected(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    _mode(path.child("defaultMode"), source.get("defaultMode"), found)
    taken: set[str] = set()

    def claim(item: dict[str, Any], shown: str) -> None:
        file = item.get("path")
        if file and file in taken:
            found.append(
                invalid(path, shown, "conflicting duplicate paths", kind="volume-path-duplicate", file=file)
            )
        elif file:
            taken.add(file)

    for position, part in enumerate(source.get("sources") or []):
        here, count = path.child("sources").index(position), 0
        for name in ("secret", "configMap"):
            if part.get(name) is None:
                continue
            count += 1
            if not part[name].get("name"):
                found.append(required(here.child(name, "name"), kind="field-required"))
            for number, item in enumerate(part[name].get("items") or []):
                _key_to_path(here.child(name, "items").index(number), item, found)
                claim(item, part[name].get("name") or "")
        if part.get("downwardAPI") is not None:
            count += 1
            for file in part["downwardAPI"].get("items") or []:
                _downward_file(here.child("downwardAPI"), file, found)
                claim(file, file.get("path") or "")
        if part.get("serviceAccountToken") is not None:
            count += 1
            _token(path, here.child("serviceAccountToken"), part["serviceAccountToken"], found)
        if count > 1:
            words = "may not specify more than 1 volume type per source"
            found.append(forbidden(here, words, kind="volume-type-twice"))


def _token(path: FieldPath, here: FieldPath, token: dict[str, Any], found: list[Problem]) -> None:
    seconds = token.get("expirationSeconds", 0)
    if not 600 <= seconds <= 2**32:
        side = "less than 10 minutes" if seconds < 600 else "larger than 2^32 seconds"
        words = f"may not specify a duration {side}"
        found.append(invalid(here.child("expirationSeconds"), seconds, words, kind="token-expiration"))
    if not token.get("path"):
        found.append(required(path.child("path"), kind="field-required"))
    else:
        _local_path(path.child("path"), token["path"], found)


def _driver(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    if not source.get("driver"):
        found.append(required(path.child("driver"), kind="field-required"))


def _ephemeral(path: FieldPath, source: dict[str, Any], found: list[Problem]) -> None:
    if source.get("volumeClaimTemplate") is None:
        found.append(required(path.child("volumeClaimTemplate"), kind="field-required"))


_SOURCES: tuple[tuple[str, _Judge | None], ...] = (
    ("emptyDir", _empty_dir),
    ("hostPath", _host_path),
    ("gitRepo", None),
    ("gcePersistentDisk", None),
    ("awsElasticBlockStore", None),
    ("secret", _files("secretName")),
    ("nfs", _nfs),
    ("iscsi", None),
    ("glusterfs", None),
    ("flocker", None),
    ("persistentVolumeClaim", _claim),
    ("rbd", None),
    ("cinder", None),
    ("cephfs", None),
    ("quobyte", None),
    ("downwardAPI", _downward),
    ("fc", None),
    ("flexVolume", _driver),
    ("configMap", _files("name")),
    ("azureFile", None),
    ("vsphereVolume", None),
    ("photonPersistentDisk", None),
    ("portworxVolume", None),
    ("azureDisk", None),
    ("storageos", None),
    ("projected", _projected),
    ("scaleIO", None),
    ("csi", _driver),
    ("ephemeral", _ephemeral),
    ("image", None),
)


def _key_to_path(path: FieldPath, item: dict[str, Any], found: list[Problem]) -> None:
    for name in ("key", "path"):
        if not item.get(name):
            found.append(required(path.child(name), kind="field-required"))
    _local_path(path.child("path"), item.get("path") or "", found)
    _mode(path.child("mode"), item.get("mode"), found)


def _mode(path: FieldPath, mode: int | None, found: list[Problem]) -> None:
    if mode is not None and not 0 <= mode <= 0o777:
        found.append(invalid(path, mode, _MODE, kind="file-mode"))


def _no_backsteps(path: FieldPath, text: str, found: list[Problem]) -> None:
    if ".." in text.split("/"):
        found.append(invalid(path, text, "must not contain '..'", kind="path-backsteps"))


def descending_path(path: FieldPath, text: str, found: list[Problem]) -> None:
    """validateLocalDescendingPath: relative, and never upwards."""
    if text.startswith("/"):
        found.append(invalid(path, text, "must be a relative path", kind="path-not-relative"))
    _no_backsteps(path, text, found)


def _local_path(path: FieldPath, text: str, found: list[Problem]) -> None:
    """ValidateLocalNonReservedPath."""
    descending_path(path, text, found)
    if text.startswith("..") and not text.startswith("../"):
        found.append(invalid(path, text, "must not start with '..'", kind="path-backsteps"))
