"""The Django app."""

from django.apps import AppConfig


class TutorialConfig(AppConfig):
    """The tutorial."""

    name = "nodeport_lab.tutorial"
    default_auto_field = "django.db.models.BigAutoField"
