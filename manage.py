#!/usr/bin/env python
"""Django's command line: ``manage.py serve``, ``migrate``, ``conformance``, ``tidy``."""

import os
import sys


def main() -> None:
    """Run the command named by the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nodeport_lab.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here. Run script/bootstrap once, then use .venv/bin/python manage.py."
        ) from error
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a variable of the environment: its sentence says all
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
