"""What the scripts of live questions say, in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By key, with {places} for what the script knows."""
    return {
        "live-new": _("A question: {prompt}"),
        "live-again": _("The same question once more: {prompt}"),
        "live-closed": _("The question is closed."),
        "live-told": _("The answer is told."),
        "live-over": _("The questions are over."),
        "live-sending": _("Sending…"),
        "live-lost": _(
            "The server could not be reached. Your answer is still here: send it again in a moment. It counts once."
        ),
        "live-time-up": _("Time is up."),
        "live-left": _("{seconds} s left"),
        "live-votes": _("{count} of {here} answered"),
        "live-back": _("Back to my lab"),
        "live-open": _("To the question"),
        "class-offline": _("The connection is lost. It comes back by itself."),
        "class-copied": _("Copied"),
        "class-out": _("You are no longer in this room."),
        "class-failed": _("That did not work. Reload the page and try again."),
    }
