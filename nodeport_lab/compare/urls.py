"""The comparison's addresses, all below the page's language."""

from django.urls import path

from nodeport_lab.compare import views

app_name = "compare"
urlpatterns = [
    path("compare/", views.page, name="page"),
    path("compare/scene", views.scene, name="scene"),
    path("compare/experiment", views.experiment, name="experiment"),
    path("compare/replay", views.replay, name="replay"),
    path("compare/advice", views.advice, name="advice"),
    path("compare/manifest.yaml", views.manifest, name="manifest"),
    path("compare/open", views.open_in_lab, name="open"),
]
