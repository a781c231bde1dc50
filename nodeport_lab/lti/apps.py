"""The app as Django lists it."""

from __future__ import annotations

from django.apps import AppConfig


class LtiConfig(AppConfig):
    """Learning platforms."""

    name = "nodeport_lab.lti"
    label = "lti"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From here on what learners reach is noted for their platforms."""
        from nodeport_lab.lti import grading
        from nodeport_lab.quiz import door as quiz
        from nodeport_lab.tutorial import door as tutorial

        tutorial.progressed.connect(grading.lesson_progressed, dispatch_uid="lti")
        quiz.finished.connect(grading.round_finished, dispatch_uid="lti")
