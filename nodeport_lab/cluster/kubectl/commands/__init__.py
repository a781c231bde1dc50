"""kubectl's commands, a module for each or for a family: functions from a Call to what it prints.

``COMMANDS`` maps a command's path (``create service nodeport``) to its function. What is not in it is either a parent of
subcommands or nothing that this cluster could do.
"""

from __future__ import annotations

from ..call import Command
from .describe import describe
from .get import get

COMMANDS: dict[str, Command] = {
    "describe": describe,
    "get": get,
}
