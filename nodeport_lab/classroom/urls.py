"""The classroom's addresses, all below the page's language. ``/c/CODE`` stands beside them, without one."""

from django.urls import path

from nodeport_lab.classroom import desk, gradebook, heat, pages, records, seats, tasks, work
from nodeport_lab.classroom.questions import desk as asking
from nodeport_lab.classroom.questions import pages as questions

app_name = "classroom"
urlpatterns = [
    path("class/", pages.index, name="index"),
    path("class/open", pages.open_room, name="open"),
    path("class/enter", pages.enter, name="enter"),
    path("class/teach/<str:token>", desk.teach, name="teach"),
    path("class/back/<str:token>", seats.back, name="back"),
    path("class/<str:code>/", seats.page, name="seat"),
    path("class/<str:code>/join", seats.join, name="join"),
    path("class/<str:code>/shown/", seats.shown, name="shown"),
    path("class/<str:code>/code.svg", pages.picture, name="picture"),
    path("class/<str:code>/board/", desk.board, name="board"),
    path("class/<str:code>/learner/<str:learner>/", desk.watch, name="watch"),
    path("class/<str:code>/tasks/", tasks.tasks, name="tasks"),
    path("class/<str:code>/tasks/items", tasks.items, name="items"),
    path("class/<str:code>/grades/", gradebook.page, name="grades"),
    path("class/<str:code>/grades.csv", gradebook.as_csv, name="csv"),
    path("class/<str:code>/heat/", heat.page, name="heat"),
    path("class/<str:code>/attempt/<str:attempt>/", records.page, name="attempt"),
    path("class/<str:code>/mine/", work.mine, name="mine"),
    path("class/<str:code>/task/<str:task>/", work.task, name="task"),
    path("class/<str:code>/task/<str:task>/begin", work.begin, name="begin"),
    path("class/<str:code>/task/<str:task>/go-on", work.go_on, name="go_on"),
    path("class/<str:code>/task/<str:task>/hand-in", work.hand_in, name="hand_in"),
    path("class/<str:code>/task/<str:task>/<slug:step>/", work.step, name="step"),
    path("class/<str:code>/task/<str:task>/<slug:step>/<slug:what>", work.ask, name="work_ask"),
    path("class/<str:code>/order/<str:order>", desk.order, name="order"),
    path("class/<str:code>/ask/", asking.ask, name="ask"),
    path("class/<str:code>/ask/<str:order>", asking.order, name="ask-order"),
    path("class/<str:code>/wall/", asking.wall, name="wall"),
    path("class/<str:code>/question/", questions.page, name="question"),
    path("class/<str:code>/question/now", questions.now, name="question-now"),
    path("class/<str:code>/question/<str:asking>/proof", questions.proof, name="proof"),
    path("class/<str:code>/question/<str:asking>/<int:round>", questions.answer, name="answer"),
]
