"""The addresses of cooperation."""

from django.urls import path

from jalon.secretariat.views import evaluation, first

app_name = "secretariat"
urlpatterns = [
    path("promises/", first.promises, name="promises"),
    path("promises/forum/<slug:forum>/", first.forum, name="forum"),
    path("promises/forum/<slug:forum>/evaluations/", evaluation.every, name="evaluations"),
    path("promises/forum/<slug:forum>/evaluations/draw/", evaluation.draw, name="evaluation_draw"),
    path("promises/meetings/<str:key>/evaluation/", evaluation.of_meeting, name="meeting_evaluation"),
    path("promises/evaluation/<str:key>/", evaluation.read, name="evaluation"),
    path("promises/evaluation/<str:key>/behind/<slug:indicator>/", evaluation.behind, name="evaluation_behind"),
    path("promises/evaluation/<str:key>/file/<slug:form>/", evaluation.file, name="evaluation_file"),
    path("promises/evaluation/<str:key>/communique/", evaluation.draft, name="communique"),
]
