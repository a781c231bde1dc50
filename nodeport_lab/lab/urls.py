"""The lab's addresses, all below the page's language."""

from django.urls import path

from nodeport_lab.lab import api, api_labs, framed, shared, views

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
    path("lab/matrix", api.matrix, name="matrix"),
    path("lab/find", api.find, name="find"),
    path("lab/contrast", api.contrast, name="contrast"),
    path("lab/act", api.act, name="act"),
    path("lab/terminal", api.run, name="terminal"),
    path("lab/edit", api.edit, name="edit"),
    path("lab/complete", api.complete, name="complete"),
    path("lab/go", api.go, name="go"),
    path("lab/undo", api.undo, name="undo"),
    path("lab/share", api_labs.share, name="make_share"),
    path("lab/shares", api_labs.shares, name="shares"),
    path("lab/shares/remove", api_labs.revoke, name="shares_remove"),
    path("lab/export", api_labs.export, name="export"),
    path("lab/labs", api_labs.listed, name="labs"),
    path("lab/labs/new", api_labs.create, name="labs_new"),
    path("lab/labs/rename", api_labs.rename, name="labs_rename"),
    path("lab/labs/remove", api_labs.remove, name="labs_remove"),
    path("lab/labs/restore", api_labs.restore, name="labs_restore"),
    path("lab/presets", api_labs.offered, name="presets"),
    path("lab/reveal", api_labs.reveal, name="reveal"),
    path("lab/repair", api_labs.repair, name="repair"),
    path("s/<str:code>", shared.page, name="shared"),
    path("s/<str:code>/fork", shared.fork, name="fork"),
    path("embed/scene/<str:preset>", framed.preset, name="embed_preset"),
    path("embed/<str:code>", framed.page, name="embed"),
    path("embed/<str:code>/try", framed.go_on, name="embed_try"),
]
