"""The national desk's addresses."""

from django.urls import path

from jalon.headquarters.views import bureau, lists, officers, pictures, presence, rules

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
    path("presence/", presence.who_is_in, name="presence"),
    path("presence/beyond/", presence.beyond, name="beyond"),
    path("presence/traveller/<str:key>/", presence.traveller, name="traveller"),
    path("bureau/", bureau.bureau, name="bureau"),
    path("bureau/ask/", bureau.bureau_ask, name="bureau_ask"),
    path("bureau/carry/", bureau.bureau_carry, name="bureau_carry"),
    path("bureau/answers/", bureau.bureau_answers, name="bureau_answers"),
    path("bureau/question/<str:key>/", bureau.bureau_query, name="bureau_query"),
    path("bureau/question/<str:key>/form/", bureau.bureau_print, name="bureau_print"),
    path("officers/", officers.officers, name="officers"),
    path("officers/enrol/", officers.enrol, name="enrol"),
    path("officers/<str:officer>/", officers.officer, name="officer"),
    path("officers/<str:officer>/code/", officers.code, name="code"),
    path("officers/<str:officer>/suspension/", officers.suspension, name="suspension"),
    path("postings/<str:key>/end/", officers.end_posting, name="end_posting"),
    path("postings/proposed/", officers.proposals, name="proposals"),
    path("postings/proposed/<str:key>/", officers.decide, name="decide"),
]
