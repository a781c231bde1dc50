"""What people see, below the page's language."""

from django.urls import path

from nodeport_lab.lti import choosing, given, views

app_name = "lti_pages"
urlpatterns = [
    path("lti/choose/", choosing.choose, name="choose"),
    path("lti/enter/<str:ticket>/", views.enter, name="enter"),
    path("lti/test/<int:link>/", given.test, name="test"),
    path("lti/standing/", given.how, name="standing"),
]
