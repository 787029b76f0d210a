"""The national desk's addresses."""

from django.urls import path

from jalon.headquarters.views import lists, officers, pictures, rules, statistics, statistics_out

app_name = "headquarters"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/propose/", lists.propose_list, name="propose_list"),
    path("lists/incoming/<str:key>/", lists.incoming_files, name="incoming"),
    path("lists/edition/<str:key>/", lists.edition, name="edition"),
    path("lists/edition/<str:key>/again/", lists.again, name="again"),
    path("rules/", rules.rules, name="rules"),
    path("rules/propose/", rules.propose_rules, name="propose_rules"),
    path("rules/post/", rules.post_category, name="post_category"),
    path("rules/<str:key>/", rules.rule_edition, name="rule_edition"),
    path("pictures/", pictures.pictures_page, name="pictures"),
    path("officers/", officers.officers, name="officers"),
    path("officers/enrol/", officers.enrol, name="enrol"),
    path("officers/<str:officer>/", officers.officer, name="officer"),
    path("officers/<str:officer>/code/", officers.code, name="code"),
    path("officers/<str:officer>/suspension/", officers.suspension, name="suspension"),
    path("postings/<str:key>/end/", officers.end_posting, name="end_posting"),
    path("postings/proposed/", officers.proposals, name="proposals"),
    path("postings/proposed/<str:key>/", officers.decide, name="decide"),
    path("figures/", statistics.overview, name="statistics"),
    path("figures/by/", statistics.dimension, name="statistics_dimension"),
    path("figures/by/<slug:code>/", statistics.dimension, name="statistics_dimension_of"),
    path("figures/posts/", statistics.posts, name="statistics_posts"),
    path("figures/refusals/", statistics.refusals, name="statistics_refusals"),
    path("figures/lists/", statistics.hits, name="statistics_hits"),
    path("figures/times/", statistics.times, name="statistics_times"),
    path("figures/reported/", statistics.reported, name="statistics_coverage"),
    path("figures/published/", statistics_out.published, name="statistics_published"),
]
