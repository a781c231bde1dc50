"""The terminal of a cluster: lines that a learner types, run against the API server."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.kubectl.run import run
from nodeport_lab.cluster.kubectl.shell import Shell

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster


class Terminal:
    """One terminal: the editor's files, as last applied, and the namespace that was chosen."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.files: dict[str, str] = {}
        self.namespace = "default"

    def run(self, line: str) -> Printed:
        """Run one line that begins with ``kubectl``."""
        try:
            words = shlex.split(line)
        except ValueError as error:
            return Printed(exit=2, stderr=f"bash: syntax error: {error}\n")
        if not words:
            return Printed()
        if words[0] != "kubectl":
            return Printed(exit=127, stderr=f"bash: {words[0]}: command not found\n")
        cluster = self._cluster
        shell = Shell(
            cluster.api,
            self.files,
            self.namespace,
            clock=cluster.datetime,
            settle=self._settle,
        )
        printed = run(words[1:], shell)
        self.namespace = shell.namespace
        return printed

    def _settle(self) -> None:
        engine = self._cluster.engine
        engine.observe()
        engine.touched()
        engine.settle()
