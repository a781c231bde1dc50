"""What the scripts of the classroom say, in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By key, with {places} for what the script knows."""
    return {
        "class-here": _("here"),
        "class-away": _("away"),
        "class-new": _("not started"),
        "class-trying": _("working"),
        "class-stuck": _("stuck for {minutes} min"),
        "class-done": _("done"),
        "class-hand": _("hand up for {minutes} min"),
        "class-hand-now": _("hand up"),
        "class-open": _("Look at the lab of {name}"),
        "class-choose": _("Choose {name}"),
        "class-more": _("More about {name}"),
        "class-rename": _("Rename…"),
        "class-show": _("Show to all"),
        "class-show-unnamed": _("Show to all, without the name"),
        "class-shown": _("Everybody sees the lab of {name}."),
        "class-show-end": _("Stop showing"),
        "class-lower": _("Take the hand down"),
        "class-remove": _("Remove"),
        "class-remove-sure": _("Remove {name}? They may join again while the room is not locked."),
        "class-nobody": _("Nobody is here yet. Show the code to your class."),
        "class-none-found": _("Nobody fits this filter."),
        "class-count": _("{here} of {all} here"),
        "class-hands": _("{count} hands up"),
        "class-steps": _("{count} steps"),
        "class-for-all": _("to all"),
        "class-for-some": _("to {count} chosen"),
        "class-given": _("Given out."),
        "class-locked": _("Unlock"),
        "class-unlocked": _("Lock"),
        "class-close-sure": _(
            "End the class? Everybody keeps their lab, and nobody looks at anybody's any more."
        ),
        "class-delete-sure": _("Delete the room with every name in it? It cannot be had back."),
        "class-offline": _("The connection is lost. It comes back by itself."),
        "class-failed": _("That did not work. Reload the page and try again."),
        "class-copied": _("Copied"),
        "class-out": _("You are no longer in this room."),
        "class-thumb": _("{ready} of {pods} Pods ready"),
        "class-thumb-good": _("the last packet was answered"),
        "class-thumb-bad": _("the last packet was not answered"),
        "class-said-done": _("says: done"),
        "class-handed": _("ended at {percent} %"),
        "class-at": _("{title} · step {step} of {of} · {percent} %"),
        "class-at-quiz": _("{title} · {step} of {of} answered · {percent} %"),
        "class-task-new": _("Your teacher gave out something: look at your tasks."),
        "class-task-choose": _("Choose the exercise file first."),
        "class-items-choose": _("Choose some questions first."),
        "class-withdraw-sure": _("Withdraw “{title}”? All attempts at it and their scores are deleted."),
        "class-renew-sure": _("Make a new teacher's link? The present one opens nothing any more."),
        "class-renew-alone-sure": _(
            "Make a new link and be the only teacher? Every other browser in which the link was opened loses the board."
        ),
        "class-hand-heard": _("Your hand is up: your teacher sees it."),
    }
