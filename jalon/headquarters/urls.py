"""The national desk's addresses."""

from django.urls import path

from jalon.headquarters.views import adjudication, lists, officers, pictures, rules, search

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
    path("hits/", adjudication.hits, name="hits"),
    path("hits/cleared/", adjudication.cleared, name="cleared"),
    path("hits/differences/", adjudication.differences, name="differences"),
    path("hits/past/", adjudication.rematches, name="rematches"),
    path("hits/case/<str:key>/", adjudication.case, name="case"),
    path("search/", search.search, name="search"),
    path("search/<str:key>/<str:person>/", search.somebody, name="history"),
    path("officers/", officers.officers, name="officers"),
    path("officers/enrol/", officers.enrol, name="enrol"),
    path("officers/<str:officer>/", officers.officer, name="officer"),
    path("officers/<str:officer>/code/", officers.code, name="code"),
    path("officers/<str:officer>/suspension/", officers.suspension, name="suspension"),
    path("postings/<str:key>/end/", officers.end_posting, name="end_posting"),
    path("postings/proposed/", officers.proposals, name="proposals"),
    path("postings/proposed/<str:key>/", officers.decide, name="decide"),
]
