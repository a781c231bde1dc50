"""Pages for teachers: banks of questions, checked with line numbers, taken in and given out in other formats; statistics."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nodeport_lab.content.questions import Question, prove, written
from nodeport_lab.content.questions.fields import said
from nodeport_lab.content.questions.points import points
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import catalogue, showing, statistics
from nodeport_lab.quiz.formats import anki, gift, moodle
from nodeport_lab.quiz.formats.exchange import Note, Taken, Written
from nodeport_lab.quiz.models import Bank
from nodeport_lab.quiz.views import language, visited

MAX_TEXT = 512 * 1024
MAX_BANKS = 50
PATIENCE = 4.0
# Checking a bank runs its clusters: of one visitor so many at once, then one in ten seconds.
uploads = Rate(0.1, 30)
_TYPES = {
    "yaml": "application/yaml",
    "xml": "application/xml",
    "gift": "text/plain; charset=utf-8",
    "apkg": "application/octet-stream",
}


@require_safe
@visited
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The teacher's banks, and what can be done with them."""
    return _home(request, visitor)


def _home(request: HttpRequest, visitor: Visitor, status: int = 200, **more: Any) -> HttpResponse:
    banks = [
        {"bank": bank, "read": catalogue.read(bank.text)}
        for bank in Bank.objects.filter(visitor=visitor)[:MAX_BANKS]
    ]
    chosen = {id: title[language()] for id, title in points().items()}
    return render(request, "quiz/teach.html", {"banks": banks, "points": chosen, **more}, status=status)


def _uploaded(request: HttpRequest) -> tuple[str, bytes] | None:
    """Name and content of the file that was sent; None where there is none, or it is too large."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.size is None or file.size > MAX_TEXT:
        return None
    return file.name or "", bytes(file.read())


@require_POST
@visited
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A bank from a YAML file, or from what was typed. It is kept whatever is wrong with it: the page says what."""
    if refused := _full(request, visitor):
        return refused
    file = _uploaded(request)
    text = file[1].decode("utf-8", "replace") if file is not None else request.POST.get("text", "")
    if not text.strip() or len(text.encode()) > MAX_TEXT:
        return _home(request, visitor, 422, error=_("Choose a file of at most 512 KiB, or type something."))
    return _kept(visitor, text)


def _kept(visitor: Visitor, text: str) -> HttpResponse:
    title = catalogue.read(text).title[language()] or _("Question bank")
    bank = Bank.objects.create(visitor=visitor, title=title[:120], text=text)
    return HttpResponseRedirect(reverse("quiz:bank", args=[bank.pk]))


def _full(request: HttpRequest, visitor: Visitor) -> HttpResponse | None:
    """Why nothing more is taken, where nothing is: too many at once, or too many banks. Nothing is thrown away for what is new."""
    if not uploads.take(visitor.pk):
        return too_many(request)
    if Bank.objects.filter(visitor=visitor).count() >= MAX_BANKS:
        said = _("There is room for {most} banks. Delete one first.").format(most=MAX_BANKS)
        return _home(request, visitor, 422, error=said)
    return None


@require_POST
@visited
def take_in(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A bank from Moodle XML or GIFT; what could not be taken is told item by item."""
    if refused := _full(request, visitor):
        return refused
    file = _uploaded(request)
    if file is None:
        return _home(request, visitor, 422, error=_("Choose a file of at most 512 KiB."))
    name, data = file[0][:100], file[1]
    point = request.POST.get("point", "")
    default = point if point in points() else "S4.5"
    is_xml = data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    taken: Taken = (
        moodle.read(data, default) if is_xml else gift.read(data.decode("utf-8", "replace"), default)
    )
    if not taken.drafts:
        return _home(
            request, visitor, 422, error=_("Nothing in this file could be taken."), notes=told(taken.notes)
        )
    text = taken.yaml(name.rpartition(".")[0] or name)
    bank = Bank.objects.create(visitor=visitor, title=name[:120], text=text)
    return _bank(request, bank, notes=told(taken.notes), imported=len(taken.drafts))


def told(notes: Iterable[Note]) -> list[dict[str, str]]:
    """What became of items, in the page's language."""
    said = {
        "skipped-kind": _("left out: the kind “{detail}” is not known on the other side"),
        "skipped-part": _("left out: it has something that cannot be kept without changing what is right"),
        "without-drawing": _("taken without its drawing"),
        "without-proof": _("taken without the packet that proves it"),
        "not-read": _("the file could not be read: {detail}"),
    }
    return [{"item": note.item, "text": said[note.kind].format(detail=note.detail)} for note in notes]


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def bank_page(request: HttpRequest, visitor: Visitor, bank: str) -> HttpResponse:
    """A bank: what is wrong, a preview of each question. Its author changes it; others may look and practise."""
    found = get_object_or_404(Bank, pk=bank)
    if request.method == "POST":
        if found.visitor_id != visitor.pk:
            raise Http404
        if request.POST.get("delete"):
            found.delete()
            return HttpResponseRedirect(reverse("quiz:teach"))
        if not uploads.take(visitor.pk):
            return too_many(request)
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if len(text.encode()) <= MAX_TEXT:
            found.text = text
            found.title = (catalogue.read(text).title[language()] or found.title)[:120]
            found.save()
        return HttpResponseRedirect(reverse("quiz:bank", args=[found.pk]))
    return _bank(request, found, mine=found.visitor_id == visitor.pk)


def _bank(request: HttpRequest, bank: Bank, mine: bool = True, **more: Any) -> HttpResponse:
    read = catalogue.read(bank.text)
    says = language()
    troubles = [{"line": trouble.line, "text": said(trouble, says)} for trouble in read.troubles]
    preview, unproven = list[dict[str, Any]](), 0
    # A stage may take long to bring about: there are others who wait for this server.
    until = time.monotonic() + PATIENCE
    for question in read.questions:
        if time.monotonic() > until:
            unproven += 1
            continue
        found = prove(question)
        troubles += [
            {"line": read.lines[question.id], "text": f"{question.id}: {said(trouble, says)}"}
            for trouble in found
        ]
        if catalogue.askable(question):
            shown = showing.shown(question, "preview", says)
            preview.append({"question": question, "view": shown, "answer": _solution(question)})
    more["unproven"] = unproven
    context = {"bank": bank, "troubles": troubles, "preview": preview, "mine": mine, **more}
    return render(request, "quiz/bank.html", context)


def _solution(question: Question) -> dict[str, Any]:
    return showing.solved(question, "preview", language())


@require_safe
@visited
def give_out(request: HttpRequest, visitor: Visitor, bank: str, form: str) -> HttpResponse:
    """A bank in another format."""
    found = get_object_or_404(Bank, pk=bank)
    if form == "yaml":
        return _download(Written(found.text.encode()), "questions", form)
    return _given(request, catalogue.read(found.text).questions, found.title, form)


@require_safe
@visited
def give_out_lab(request: HttpRequest, visitor: Visitor, form: str) -> HttpResponse:
    """The questions that come with the lab, in another format."""
    return _given(request, written().values(), "NodePort Lab", form)


def _given(request: HttpRequest, questions: Iterable[Question], title: str, form: str) -> HttpResponse:
    makers: dict[str, Callable[[], Written]] = {
        "xml": lambda: moodle.write(questions),
        "gift": lambda: gift.write(questions),
        "apkg": lambda: anki.write(questions, title, language()),
    }
    if form not in makers:
        raise Http404
    made = makers[form]()
    if "report" in request.GET:
        return render(
            request, "quiz/export.html", {"notes": told(made.notes), "form": form, "size": len(made.data)}
        )
    return _download(made, "questions", form)


def _download(made: Written, name: str, form: str) -> HttpResponse:
    return HttpResponse(
        made.data,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _prefix(request: HttpRequest, visitor: Visitor) -> str:
    bank = request.GET.get("bank", "")
    if bank:
        get_object_or_404(Bank, pk=bank, visitor=visitor)
    return f"b:{bank}:" if bank else ""


@require_safe
@visited
def statistics_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """How questions fare."""
    return render(
        request,
        "quiz/statistics.html",
        {
            "lines": statistics.lines(_prefix(request, visitor), language()),
            "bank": request.GET.get("bank", ""),
            "enough": statistics.ENOUGH,
        },
    )


@require_safe
@visited
def statistics_csv(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The same for a spreadsheet."""
    return HttpResponse(
        statistics.as_csv(statistics.lines(_prefix(request, visitor), language())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="questions.csv"'},
    )
