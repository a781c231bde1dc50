"""The volumes of a pod or pod template."""

from __future__ import annotations

from typing import Any

from .writer import Writer


def volumes(writer: Writer, found: list[dict[str, Any]], level: int) -> None:
    """Every volume with what kind it is."""
    if not found:
        writer.line(level, "Volumes:", "<none>")
        return
    writer.line(level, "Volumes:")
    for volume in found:
        writer.raw(f"{'   ' if level else '  '}{volume['name']}:")
        for title, value in _rows(volume):
            writer.line(2, f"{title}:", value)


def _rows(volume: dict[str, Any]) -> list[tuple[str, Any]]:
    if "emptyDir" in volume:
        source = volume["emptyDir"] or {}
        return [
            ("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)"),
            ("Medium", source.get("medium", "")),
            ("SizeLimit", source.get("sizeLimit") or "<unset>"),
        ]
    if "configMap" in volume:
        return [
            ("Type", "ConfigMap (a volume populated by a ConfigMap)"),
            *_named(volume["configMap"], "name", "Name"),
        ]
    if "secret" in volume:
        return [
            ("Type", "Secret (a volume populated by a Secret)"),
            *_named(volume["secret"], "secretName", "SecretName"),
        ]
    if "hostPath" in volume:
        source = volume["hostPath"]
        return [
            ("Type", "HostPath (bare host directory volume)"),
            ("Path", source["path"]),
            ("HostPathType", source.get("type") or ""),
        ]
    if "persistentVolumeClaim" in volume:
        source = volume["persistentVolumeClaim"]
        return [
            ("Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"),
            ("ClaimName", source["claimName"]),
            ("ReadOnly", str(bool(source.get("readOnly"))).lower()),
        ]
    if "projected" in volume:
        return [
            ("Type", "Projected (a volume that contains injected data from multiple sources)"),
            *(row for source in volume["projected"].get("sources") or [] for row in _projected(source)),
        ]
    return [("Type", "<unknown>")]


def _named(source: dict[str, Any], key: str, title: str) -> list[tuple[str, Any]]:
    return [(title, source.get(key, "")), ("Optional", str(bool(source.get("optional"))).lower())]


def _projected(source: dict[str, Any]) -> list[tuple[str, Any]]:
    if "serviceAccountToken" in source:
        return [("TokenExpirationSeconds", source["serviceAccountToken"].get("expirationSeconds", 3600))]
    if "configMap" in source:
        return _named(source["configMap"], "name", "ConfigMapName")
    if "secret" in source:
        return _named(source["secret"], "name", "SecretName")
    return [("DownwardAPI", "true")] if "downwardAPI" in source else []
