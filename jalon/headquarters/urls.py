"""The national desk's addresses."""

from django.urls import path

from jalon.headquarters.views import adjudication, alerts, lists, officers, pictures, rules, search, warnings

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
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/strip/", alerts.strip, name="alerts_strip"),
    path("alerts/told/", alerts.subscriptions, name="subscriptions"),
    path("alerts/told/<str:key>/end/", alerts.unsubscribe, name="unsubscribe"),
    path("alerts/deliveries/", alerts.deliveries, name="deliveries"),
    path("alerts/plates/", alerts.plates_page, name="plates"),
    path("alerts/<str:reference>/", alerts.alert, name="alert"),
    path("alerts/<str:reference>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/draft/", warnings.draft_warning, name="draft_warning"),
    path("warnings/feed.xml", warnings.warning_feed, name="warning_feed"),
    path("warnings/cap/<str:name>.xml", warnings.warning_message, name="warning_message"),
    path("warnings/<str:key>/", warnings.warning, name="warning"),
    path("warnings/<str:key>/decide/", warnings.decide_warning, name="decide_warning"),
]
