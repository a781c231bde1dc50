"""Addresses: what has no language, and below /ja/ and /en/ what has one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import set_language

from nodeport_lab.classroom import pages
from nodeport_lab.classroom.live import RoomSocket
from nodeport_lab.lab import framed, shared, views
from nodeport_lab.lab.live import Live
from nodeport_lab.tutorial.reference_views import sitemap

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("s/<str:code>", shared.home, name="share"),
    path("c/<str:code>", pages.short, name="class_short"),
    path("lti/", include("nodeport_lab.lti.urls")),
    path("embed.js", framed.script, name="embed_script"),
    *i18n_patterns(
        # Below a language as well: Django finds the same place in the other one only from there.
        path("language", set_language, name="set_language"),
        path("", include("nodeport_lab.lab.urls")),
        path("", include("nodeport_lab.compare.urls")),
        path("", include("nodeport_lab.tutorial.urls")),
        path("quiz/", include("nodeport_lab.quiz.urls")),
        path("", include("nodeport_lab.classroom.urls")),
        path("", include("nodeport_lab.lti.page_urls")),
    ),
]

websocket_urlpatterns = [path("ws/lab/", Live.as_asgi()), path("ws/class/", RoomSocket.as_asgi())]

handler404 = "nodeport_lab.lab.errors.not_found"
handler500 = "nodeport_lab.lab.errors.server_error"
