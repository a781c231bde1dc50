"""The app as Django lists it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class ClassroomConfig(AppConfig):
    """Rooms, and who looks at whose lab."""

    name = "nodeport_lab.classroom"
    label = "classroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From here on the lab asks the rooms who may look, and lab, quiz and accounts tell them what happens."""
        from nodeport_lab.classroom import outcomes, roles, rooms, telling, thumbs
        from nodeport_lab.lab import stage
        from nodeport_lab.quiz.models import Asked, Round
        from nodeport_lab.tutorial import given

        stage.watchers.append(roles.may_watch)
        # Drawn before boards are told that there is something to see.
        stage.changed.connect(thumbs.lab_changed, dispatch_uid="classroom-thumbs")
        stage.changed.connect(telling.lab_changed, dispatch_uid="classroom")
        stage.told.connect(telling.learner_told, dispatch_uid="classroom")
        # Graded work is judged by what comes of it, as it comes.
        stage.changed.connect(outcomes.lab_changed, dispatch_uid="classroom.outcomes")
        stage.told.connect(outcomes.learner_told, dispatch_uid="classroom.outcomes")
        post_save.connect(outcomes.answer_kept, sender=Asked, dispatch_uid="classroom.outcomes")
        post_save.connect(outcomes.round_kept, sender=Round, dispatch_uid="classroom.outcomes")
        given.logged_in.connect(rooms.logged_in, dispatch_uid="classroom")
