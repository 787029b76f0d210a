"""The national desk's addresses."""

from django.urls import path

from jalon.headquarters.views import board, lists, nodes, officers, pictures, rules, sticks

app_name = "headquarters"
urlpatterns = [
    path("border/", board.border, name="border"),
    path("border/<str:code>/", board.border_post, name="border_post"),
    path("nodes/", nodes.nodes_list, name="nodes"),
    path("nodes/invite/", nodes.invite, name="invite"),
    path("nodes/waiting/", nodes.nodes_waiting, name="nodes_waiting"),
    path("nodes/waiting/again/", nodes.try_again, name="try_again"),
    path("nodes/waiting/<str:node>/<str:epoch>/accept/", nodes.accept_fork, name="accept_fork"),
    path("nodes/<str:node>/", nodes.node, name="node"),
    path("nodes/<str:node>/revoke/", nodes.revoke, name="revoke"),
    path("nodes/<str:node>/replace/", nodes.replace, name="replace"),
    path("nodes/<str:node>/accept/", nodes.accept_held, name="accept_held"),
    path("sticks/", sticks.sticks, name="sticks"),
    path("sticks/taken/", sticks.taken, name="sticks_taken"),
    path("sticks/<str:node>/", sticks.for_node, name="stick_for"),
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
]
