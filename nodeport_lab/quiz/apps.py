"""The app's configuration."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """Questions, reviews, tests, and what teachers make of them."""

    name = "nodeport_lab.quiz"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the quiz keeps goes into the file of a visitor's progress."""
        from nodeport_lab.lab.keepsakes import keepsakes
        from nodeport_lab.quiz.keeping import KEEPSAKE

        keepsakes["quiz"] = KEEPSAKE
