"""What platforms know: addresses without a language."""

from django.urls import path

from nodeport_lab.lti import registering, views

app_name = "lti"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("launch/", views.launch, name="launch"),
    path("keys.json", views.keys, name="keys"),
    path("canvas.json", views.canvas, name="canvas"),
    path("register/<str:invitation>/", registering.register, name="register"),
]
