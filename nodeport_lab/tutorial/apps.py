"""The Django app."""

from django.apps import AppConfig


class TutorialConfig(AppConfig):
    """The tutorial."""

    name = "nodeport_lab.tutorial"
    label = "tutorial"
