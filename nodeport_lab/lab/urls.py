"""The lab's addresses, all below the page's language."""

from django.urls import path

from nodeport_lab.lab import api, views

app_name = "lab"
urlpatterns = [
    path("", views.page, name="page"),
    path("lab/state", api.state, name="state"),
    path("lab/rules", api.rules, name="rules"),
    path("lab/objects", api.objects, name="objects"),
    path("lab/breaks", api.breaks, name="breaks"),
    path("lab/events", api.events, name="events"),
    path("lab/apply", api.apply, name="apply"),
    path("lab/check", api.check, name="check"),
    path("lab/draft", api.draft, name="draft"),
    path("lab/send", api.send, name="send"),
    path("lab/trace", api.trace, name="trace"),
    path("lab/moments", api.moments, name="moments"),
    path("lab/flow", api.flow, name="flow"),
    path("lab/act", api.act, name="act"),
    path("lab/terminal", api.run, name="terminal"),
    path("lab/edit", api.edit, name="edit"),
    path("lab/complete", api.complete, name="complete"),
    path("lab/go", api.go, name="go"),
    path("lab/undo", api.undo, name="undo"),
]
