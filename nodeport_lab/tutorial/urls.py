"""The tutorial's addresses, all below the page's language."""

from django.urls import path

from nodeport_lab.tutorial import account_views, reference_views, views

app_name = "tutorial"
_STEP = "learn/<slug:folder>/<str:id>/<slug:step>/"
urlpatterns = [
    path("learn/", views.chapters, name="map"),
    path("learn/exercise.yaml", views.save_lab, name="save_lab"),
    path("learn/<slug:folder>/<str:id>/", views.lesson, name="lesson"),
    path(_STEP, views.step, name="step"),
    path(f"{_STEP}predict", views.predict, name="predict"),
    path(f"{_STEP}check", views.check, name="check"),
    path(f"{_STEP}hint", views.hint, name="hint"),
    path(f"{_STEP}solve", views.solve, name="solve"),
    path(f"{_STEP}afresh", views.afresh, name="afresh"),
    path(f"{_STEP}exercise.yaml", views.save_stage, name="save_stage"),
    path(f"{_STEP}lab", views.open_in_lab, name="open_in_lab"),
    path("reference/errors/<slug:kind>/", reference_views.problem, name="problem"),
    path("reference/endings/<slug:code>/", reference_views.ending, name="ending"),
    path("reference/<slug:name>/", reference_views.page, name="reference"),
    path("account/", account_views.page, name="account"),
    path("account/progress.json", account_views.export, name="export"),
    path("account/import", account_views.bring, name="import"),
    path("account/enter", account_views.enter, name="enter"),
    path("account/leave", account_views.leave, name="leave"),
    path("account/password", account_views.change, name="change_password"),
    path("account/forget", account_views.forget, name="forget"),
]
