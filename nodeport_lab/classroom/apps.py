"""The app as Django lists it."""

from __future__ import annotations

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    """Rooms, and who looks at whose lab."""

    name = "nodeport_lab.classroom"
    label = "classroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From here on the lab asks the rooms who may look, and tells them what happens."""
        from nodeport_lab.classroom import roles, telling, thumbs
        from nodeport_lab.lab import stage

        stage.watchers.append(roles.may_watch)
        # Drawn before boards are told that there is something to see.
        stage.changed.connect(thumbs.lab_changed, dispatch_uid="classroom-thumbs")
        stage.changed.connect(telling.lab_changed, dispatch_uid="classroom")
        stage.told.connect(telling.learner_told, dispatch_uid="classroom")
