"""What the scripts of what surrounds a lab say (static/js/lab/around), in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def around_words() -> dict[str, str]:
    """Their texts, by key."""
    return {
        "ok": _("OK"),
        "open": _("Open"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "share-title": _("Share this lab"),
        "share-link": _("Link to this lab as it is now"),
        "share-note": _(
            "Whoever has the link sees the lab as it is now, with every step of its time line, and can go on in a copy of their own. What you do later stays with you."
        ),
        "shares-title": _("Links you have made ({count})"),
        "shares-now": _("this one"),
        "shares-remove": _("Delete the link"),
        "shares-keep": _("Keep it"),
        "shares-sure": _(
            "Once it is deleted, nobody can open it, and frames that show it stay empty. Copies that others made stay theirs."
        ),
        "shares-removed": _("The link is deleted."),
        "share-native": _("Send…"),
        "embed-title": _("Put it into a page"),
        "embed-note": _(
            "Paste these two lines into a blog or a wiki. The second one makes the frame as tall as what is in it, and may be left out. No cookies are needed."
        ),
        "embed-snippet": _("Lines for your page"),
        "embed-theme": _("Theme"),
        "theme-auto": _("as the reader’s system"),
        "theme-light": _("light"),
        "theme-dark": _("dark"),
        "embed-preview": _("Preview"),
        "labs-title": _("My labs"),
        "labs-new": _("New lab"),
        "labs-nodes": _("Nodes"),
        "labs-facts": _("{date}, steps: {steps}"),
        "labs-rename": _("Rename"),
        "labs-remove": _("Delete"),
        "labs-here": _("open"),
        "labs-name": _("Name of the lab"),
        "labs-removed": _("{title} was deleted."),
        "labs-restored": _("{title} is back."),
        "presets-title": _("Examples and faults"),
        "presets-note": _("Each opens in a new lab. The present one stays under “My labs”."),
        "presets-search": _("Search"),
        "presets-found": _("Found: {count}"),
        "presets-none": _("Nothing of the kind."),
        "preset-symptom": _("What goes wrong:"),
        "preset-see": _("See it"),
        "preset-reveal": _("Tell me what is broken"),
        "preset-repair": _("Show me the repair"),
        "shared-step": _("{step} of {of}"),
        "files-replaced": _("Replaced by what was opened: {names}."),
        "files-refused": _("Only YAML and JSON files of up to 64 KiB can be opened. Left out: {names}."),
        "export-nothing": _("There is nothing to be saved yet."),
    }
