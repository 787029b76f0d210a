"""The addresses of cooperation."""

from django.urls import path

from jalon.secretariat.views import challenges, first, measures, practices, projects, recommendations

app_name = "secretariat"
urlpatterns = [
    path("promises/", first.promises, name="promises"),
    path("promises/forum/<slug:forum>/", first.forum, name="forum"),
    path("promises/forum/<slug:forum>/recommendations/", recommendations.register, name="recommendations"),
    path("promises/forum/<slug:forum>/recommendations/put/", recommendations.put, name="recommendation_put"),
    path(
        "promises/forum/<slug:forum>/recommendations/print/",
        recommendations.register_print,
        name="recommendations_print",
    ),
    path(
        "promises/forum/<slug:forum>/recommendations/file/", recommendations.register_file, name="recommendations_file"
    ),
    path("promises/recommendations/<str:key>/", recommendations.recommendation, name="recommendation"),
    path("promises/recommendations/<str:key>/word/", recommendations.word, name="recommendation_word"),
    path("promises/recommendations/<str:key>/tell/", recommendations.tell, name="recommendation_tell"),
    path("promises/recommendations/<str:key>/judge/", recommendations.judge, name="recommendation_judge"),
    path("promises/forum/<slug:forum>/challenges/", challenges.register, name="challenges"),
    path("promises/challenges/<str:key>/tell/", challenges.tell, name="challenge_tell"),
    path("promises/forum/<slug:forum>/measures/", measures.register, name="measures"),
    path("promises/measures/library/", measures.library, name="library"),
    path("promises/measures/plan/", measures.plan, name="measure_plan"),
    path("promises/measures/<str:key>/", measures.measure, name="measure"),
    path("promises/measures/<str:key>/tell/", measures.tell, name="measure_tell"),
    path("promises/forum/<slug:forum>/projects/", projects.register, name="projects"),
    path("promises/forum/<slug:forum>/projects/open/", projects.open_project, name="project_open"),
    path("promises/projects/<str:key>/", projects.project, name="project"),
    path("promises/projects/<str:key>/write/", projects.write, name="project_write"),
    path("promises/projects/<str:key>/file/", projects.file, name="project_file"),
    path("promises/projects/<str:key>/iati/", projects.iati_file, name="project_iati"),
    path("promises/forum/<slug:forum>/practices/", practices.register, name="practices"),
    path("promises/forum/<slug:forum>/practices/describe/", practices.describe, name="practice_describe"),
    path("promises/practices/<str:key>/take-up/", practices.take_up, name="practice_take_up"),
]
