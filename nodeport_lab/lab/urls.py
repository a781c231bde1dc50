"""The lab's addresses, all below the page's language."""

from django.urls import path

from nodeport_lab.lab import views

app_name = "lab"
urlpatterns = [
    path("", views.page, name="page"),
]
