"""The app as Django lists it."""

from django.apps import AppConfig


class CompareConfig(AppConfig):
    name = "nodeport_lab.compare"
    label = "compare"
