"""A lab as an exercise file: the manifest of docs/content.md with its words beside it, to be completed by a teacher."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from nodeport_lab.lab.stage import Workspace


def exercise(workspace: Workspace) -> str:
    """The cluster as it is now as the start of an exercise. What the goal is, its author says."""
    log = workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True)
    data = {
        "practises": ["F1"],
        "start": [_short(action) for action in log if action["type"] != "send"],
        "steps": [
            {
                "id": "repair",
                "editor": [dict(file) for file in workspace.files],
                "task": {
                    "goal": [
                        {
                            "request": {"to": {"address": "192.168.1.101", "port": 30080}},
                            "observed": "reply",
                        }
                    ],
                    "solution": [{"type": "apply", "files": [dict(file) for file in workspace.files]}],
                },
            }
        ],
    }
    head = _(
        "An exercise that begins as this lab was. Say in `goal` what is to be reached and in `solution` how; docs/content.md tells the format."
    )
    return f"# {head}\n" + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _short(action: dict[str, Any]) -> Any:
    """A line of the terminal is a text; anything else stays as it is."""
    if (
        action["type"] in ("terminal", "kubectl")
        and action.get("place", "client") == "client"
        and not action.get("dice")
    ):
        return action["line"]
    return action


class _Dumper(yaml.SafeDumper):
    def represent_text(self, data: str) -> yaml.ScalarNode:
        """A manifest is read line by line."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)

    def ignore_aliases(self, data: Any) -> bool:
        """Nobody who edits a file by hand wants to meet an alias."""
        return True


_Dumper.add_representer(str, _Dumper.represent_text)
