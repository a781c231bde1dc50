"""The quiz's addresses, below the page's language."""

from django.urls import path

from nodeport_lab.quiz import teaching, trying, views

app_name = "quiz"
urlpatterns = [
    path("", views.home, name="home"),
    path("practice/", views.practice, name="practice"),
    path("review/", views.review, name="review"),
    path("test/", views.test, name="test"),
    path("diagnostic/", views.diagnostic, name="diagnostic"),
    path("progress/", views.progress, name="progress"),
    path("round/<str:round>/", views.go_on, name="round"),
    path("round/<str:round>/<int:number>/", views.question, name="question"),
    path("round/<str:round>/answer/<str:token>/", views.answer, name="answer"),
    path("round/<str:round>/check/<str:token>/", trying.check, name="check"),
    path("round/<str:round>/stop/", views.stop, name="stop"),
    path("round/<str:round>/report/", views.report, name="report"),
    path("teach/", teaching.home, name="teach"),
    path("teach/new/", teaching.new, name="bank-new"),
    path("teach/import/", teaching.take_in, name="bank-import"),
    path("teach/statistics/", teaching.statistics_page, name="statistics"),
    path("teach/statistics.csv", teaching.statistics_csv, name="statistics-csv"),
    path("teach/lab.<str:form>", teaching.give_out_lab, name="lab-export"),
    path("bank/<str:bank>/", teaching.bank_page, name="bank"),
    path("bank/<str:bank>/questions.<str:form>", teaching.give_out, name="bank-export"),
    path("bank/<str:bank>/practice/", views.practice_bank, name="bank-practice"),
]
