"""The app's configuration."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    """Workspaces and the lab page."""

    name = "nodeport_lab.lab"
    default_auto_field = "django.db.models.BigAutoField"
