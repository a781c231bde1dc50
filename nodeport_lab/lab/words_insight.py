"""What the scripts of the explaining panels say (static/js/lab/insight, static/js/lab/predict), in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def insight_words() -> dict[str, str]:
    """Their texts, by key."""
    return {**_matrix(), **_finder(), **_contrast(), **_predict()}


def _matrix() -> dict[str, str]:
    return {
        "and-alike": _("and {count} alike"),
        "pods-answer": _("{count} pods share it"),
        "matrix-caption": _("Who reaches what: senders in the rows, addresses and ports in the columns"),
        "matrix-corner": _("From ＼ To"),
        "matrix-service": _("Service"),
        "matrix-all": _("all"),
        "matrix-hint": _(
            "A click on a cell plays the journey behind it. The arrow keys go from cell to cell."
        ),
        "matrix-left-nodes": _("{count} more nodes that are just like these are not shown."),
        "matrix-left-rows": _("{count} more senders are not shown."),
        "matrix-left-columns": _("{count} more destinations are not shown: choose a Service to see its own."),
    }


def _finder() -> dict[str, str]:
    return {
        "finder-empty": _("Choose a request above the drawing: why it fails is looked for here."),
        "finder-six": _("Six looks, in this order"),
        "finder-further": _("Further looks"),
        "finder-cause": _("Cause:"),
        "finder-note": _("Worth knowing:"),
        "finder-nothing": _("This request is answered, and nothing is wrong with it."),
        "find-why": _("Find the cause"),
        "observed-reply": _("Answered."),
        "observed-refused": _(
            "Refused: somebody answered no. The address is right; look at who is behind it."
        ),
        "observed-no-answer": _("Timeout: nobody answered. The packet was thrown away, or there is no way."),
        "observed-mixed": _("Sometimes so, sometimes otherwise: not everybody behind it is alike."),
        "look-passed": _("fine"),
        "look-failed": _("here it fails"),
        "look-noted": _("not right either"),
        "look-skipped": _("does not apply"),
        "run-in-terminal": _("Run it in the terminal"),
    }


def _contrast() -> dict[str, str]:
    return {
        "contrast-left": _("Before"),
        "contrast-right": _("After"),
        "contrast-now": _("now"),
        "contrast-objects": _("What was changed"),
        "contrast-same": _("Nothing differs between these two."),
        "contrast-around": _("around the cluster"),
        "change-added": _("new"),
        "change-removed": _("gone"),
        "change-changed": _("changed"),
        "contrast-reach": _("Who reaches what: {count} differences"),
        "contrast-reach-same": _("Everybody reaches what they reached before."),
        "contrast-only": _("Only what differs"),
        "contrast-absent": _("does not exist"),
        "contrast-cell": _("before {before}, after {after}"),
        "contrast-caption": _("Who reaches what, before and after"),
        "contrast-journey": _("The same request in both: {request}"),
        "contrast-journeys": _("The two journeys side by side, hop by hop"),
        "contrast-no-hop": _("no such step here"),
    }


def _predict() -> dict[str, str]:
    return {
        "predict-title": _("Where will this packet end?"),
        "predict-how": _("Choose an ending, then a place: here, or by a click in the drawing."),
        "predict-kind": _("How it ends"),
        "predict-place": _("Where it ends"),
        "predict-pods": _("Which pods can answer (one or several)"),
        "predict-source": _("Which source address does the pod see? (optional)"),
        "predict-open": _("I do not say"),
        "predict-go": _("Send it and see"),
        "predict-cancel": _("Do not send"),
        "predict-choose": _("Choose how and where it ends first."),
        "predict-right": _("Right."),
        "predict-close": _("Partly right."),
        "predict-wrong": _("Not so."),
        "predict-yours": _("You said: {guess}."),
        "predict-random": _("It is a matter of chance; each of these was possible: {outcomes}."),
        "predict-place-wrong": _("The ending is right, but it happened at {place}."),
        "predict-missing": _("These could have answered as well: {pods}."),
        "predict-source-right": _("The source address is right as well."),
        "predict-source-wrong": _("The pod sees {source} as the source, not {guess}."),
        "predict-at": _("{kind} at {place}"),
    }
