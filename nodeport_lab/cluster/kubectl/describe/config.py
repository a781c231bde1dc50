"""Namespaces and ConfigMaps."""

from __future__ import annotations

import base64

from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj

from . import meta
from .writer import Writer


def namespace(obj: Obj, shell: Shell) -> Writer:
    """A Namespace. (Quotas and limit ranges are not part of this cluster.)"""
    writer, metadata = Writer(), obj["metadata"]
    writer.line(0, "Name:", metadata["name"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "Status:", (obj.get("status") or {}).get("phase", ""))
    writer.raw("\nNo resource quota.\n\nNo LimitRange resource.")
    return writer


def config_map(obj: Obj, shell: Shell) -> Writer:
    """A ConfigMap with its data."""
    writer, metadata = Writer(), obj["metadata"]
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.raw("\nData\n====")
    data = obj.get("data") or {}
    for key in sorted(data):
        writer.raw(f"{key}:\n----\n{data[key]}\n")
    writer.raw("\nBinaryData\n====")
    binary = obj.get("binaryData") or {}
    for key in sorted(binary):
        writer.raw(f"{key}: {len(base64.b64decode(binary[key]))} bytes")
    writer.raw("")
    return writer
