"""The app's configuration."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """Questions, reviews, tests, and what teachers make of them."""

    name = "nodeport_lab.quiz"
    default_auto_field = "django.db.models.BigAutoField"
