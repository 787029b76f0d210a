"""Every route × every role, on either tier: a table written out, so that a new route without a line here fails."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from jalon.config import cast
from jalon.config.first_page import FIRST_PAGE, NONE
from jalon.config.gate import BEFORE_SECOND_FACTOR, OWN_ACCOUNT, PUBLIC, ROOT, is_there
from jalon.journal.node import this_node
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.web.gate import Role

pytestmark = [pytest.mark.both]

PASSWORD = "correct horse battery"
METHODS = ("get", "post", "head", "options", "put", "delete")
DESK = {Role.FIRST_LINE, Role.SHIFT_LEADER}
LEADER = {Role.SHIFT_LEADER}
LISTS = {Role.NATIONAL_DESK, Role.ADMINISTRATOR}
FIGURES = {Role.NATIONAL_DESK}
ADMINISTRATOR = {Role.ADMINISTRATOR}
CLAIRE = {Role.NATIONAL_DESK}
PROTECTS = {Role.PROTECTION}
DIRECTORY = {Role.ADMINISTRATOR, Role.NATIONAL_DESK, Role.PROTECTION}
AGENCIES = {Role.GENDARMERIE, Role.CUSTOMS, Role.HEALTH}
DELEGATES = {Role.NATIONAL_DESK, Role.DELEGATE}
DALIA = {Role.REGIONAL_SECRETARIAT}
PROMISES = DELEGATES | DALIA
RUNS_MEETINGS = CLAIRE | DALIA
READS_PROMISES = PROMISES | {Role.PARTNER}
OPENS_TO = {
    "secretariat:figures": READS_PROMISES,
    "secretariat:give_figure": PROMISES,
    "secretariat:take_figure_back": PROMISES,
    "secretariat:figures_file": PROMISES,
    "secretariat:record_figures": PROMISES,
    "secretariat:figures_template": PROMISES,
    "secretariat:figures_out": READS_PROMISES,
    "secretariat:past": DALIA | CLAIRE,
    "secretariat:past_read": DALIA | CLAIRE,
    "secretariat:survey": READS_PROMISES,
    "secretariat:survey_fill": READS_PROMISES | LEADER,
    "secretariat:survey_paper": READS_PROMISES | LEADER,
    "secretariat:showing": CLAIRE,
    "secretariat:quarter": CLAIRE,
    "secretariat:promises": READS_PROMISES,
    "secretariat:mine": PROMISES,
    "secretariat:report": PROMISES,
    "secretariat:progress_report": READS_PROMISES,
    "secretariat:release": DELEGATES,
    "secretariat:evidence": READS_PROMISES,
    "secretariat:ask": PROMISES,
    "secretariat:question": READS_PROMISES,
    "secretariat:silence": READS_PROMISES,
    "secretariat:party_promises": READS_PROMISES,
    "secretariat:answer_sheets": PROMISES,
    "secretariat:record_sheet": PROMISES,
    "secretariat:answer_sheet": PROMISES,
    "secretariat:send_sheet": PROMISES,
    "secretariat:paper_form": PROMISES,
    "secretariat:post_promises": LEADER,
    "secretariat:post_report": LEADER,
    "secretariat:found": DALIA,
    "secretariat:joined": LISTS,
    "secretariat:forum": READS_PROMISES,
    "secretariat:due": READS_PROMISES,
    "secretariat:recommendations": READS_PROMISES,
    "secretariat:recommendations_print": READS_PROMISES,
    "secretariat:recommendations_file": READS_PROMISES,
    "secretariat:recommendation": READS_PROMISES,
    "secretariat:challenges": READS_PROMISES,
    "secretariat:measures": READS_PROMISES,
    "secretariat:library": READS_PROMISES,
    "secretariat:measure": READS_PROMISES,
    "secretariat:projects": READS_PROMISES,
    "secretariat:project": READS_PROMISES,
    "secretariat:project_write": READS_PROMISES,
    "secretariat:project_file": READS_PROMISES,
    "secretariat:project_iati": READS_PROMISES,
    "secretariat:practices": READS_PROMISES,
    "secretariat:recommendation_put": PROMISES,
    "secretariat:recommendation_judge": PROMISES,
    "secretariat:challenge_tell": PROMISES,
    "secretariat:measure_plan": PROMISES,
    "secretariat:measure_tell": PROMISES,
    "secretariat:project_open": PROMISES,
    "secretariat:practice_describe": PROMISES,
    "secretariat:practice_take_up": PROMISES,
    "secretariat:recommendation_word": DALIA | CLAIRE,
    "secretariat:recommendation_tell": DALIA | CLAIRE,
    "secretariat:evaluations": READS_PROMISES,
    "secretariat:evaluation_draw": DALIA | CLAIRE,
    "secretariat:meeting_evaluation": READS_PROMISES,
    "secretariat:evaluation": READS_PROMISES,
    "secretariat:evaluation_behind": READS_PROMISES,
    "secretariat:evaluation_file": READS_PROMISES,
    "secretariat:communique": READS_PROMISES,
    "secretariat:parties": READS_PROMISES,
    "secretariat:directory": READS_PROMISES | DESK,
    "secretariat:directory_print": READS_PROMISES | DESK,
    "secretariat:directory_pdf": READS_PROMISES | DESK,
    "secretariat:line": PROMISES,
    "secretariat:line_right": PROMISES,
    "secretariat:line_withdrawn": PROMISES,
    "secretariat:new_line": PROMISES,
    "secretariat:meetings": READS_PROMISES,
    "secretariat:call_meeting": RUNS_MEETINGS,
    "secretariat:meeting": READS_PROMISES,
    "secretariat:meeting_amend": RUNS_MEETINGS,
    "secretariat:meeting_state": RUNS_MEETINGS,
    "secretariat:meeting_agenda": RUNS_MEETINGS,
    "secretariat:meeting_point": RUNS_MEETINGS,
    "secretariat:meeting_delegations": RUNS_MEETINGS,
    "secretariat:meeting_attendance": RUNS_MEETINGS,
    "secretariat:meeting_minutes": RUNS_MEETINGS,
    "secretariat:meeting_documents": READS_PROMISES,
    "secretariat:meeting_document": READS_PROMISES,
    "secretariat:meeting_invitation": READS_PROMISES,
    "secretariat:meeting_invitation_pdf": READS_PROMISES,
    "secretariat:meeting_calendar": READS_PROMISES,
    "secretariat:meeting_sheet": READS_PROMISES,
    "secretariat:meeting_sheet_pdf": READS_PROMISES,
    "secretariat:meeting_workbook": READS_PROMISES,
    "secretariat:room": READS_PROMISES,
    "secretariat:room_now": READS_PROMISES,
    "secretariat:room_turn": RUNS_MEETINGS,
    "secretariat:room_decide": RUNS_MEETINGS,
    "desk:desk": DESK,
    "desk:swipe": DESK,
    "desk:type_document": DESK,
    "desk:draft": DESK,
    "desk:admit": DESK,
    "desk:refer": DESK,
    "desk:refuse": DESK,
    "desk:cancel": DESK,
    "desk:stay": DESK,
    "desk:turn": DESK,
    "desk:stay_slip": DESK,
    "desk:cancel_passage": DESK,
    "desk:correct": DESK,
    "desk:second_line": LEADER,
    "desk:case": LEADER,
    "desk:confirm_refusal": LEADER,
    "desk:refusal_notice": DESK,
    "desk:entrust": LEADER,
    "desk:take_up_again": LEADER,
    "desk:tell_focal_point": LEADER,
    "desk:referrals": PROTECTS,
    "desk:referral": PROTECTS | LEADER,
    "desk:referral_call": PROTECTS | LEADER,
    "desk:referral_slip": PROTECTS | LEADER,
    "desk:services": DIRECTORY,
    "desk:declare_service": ADMINISTRATOR,
    "desk:decide_service": DIRECTORY,
    "desk:notices": DESK | PROTECTS,
    "desk:general_notice": DESK | PROTECTS,
    "desk:supplied_notice": DESK | PROTECTS,
    "desk:notice": DESK,
    "desk:hold": LEADER,
    "desk:hand_over": LEADER,
    "desk:hand_over_receipt": LEADER,
    "desk:holds": LEADER,
    "desk:holds_print": LEADER,
    "desk:show_slip": DESK,
    "desk:slip_print": LEADER,
    "desk:slips": LEADER,
    "desk:withdraw_slip": LEADER,
    "desk:lookup": DESK,
    "desk:paper": DESK,
    "desk:paper_print": DESK,
    "desk:paper_sheet": DESK,
    "desk:paper_read": DESK,
    "desk:already_passed": LEADER,
    "desk:register_make": DESK,
    "desk:register_print": DESK,
    "desk:register_file": DESK,
    "desk:situation_report": DESK,
    "desk:camera": DESK,
    "desk:delivered": DESK,
    "desk:read_by_camera": DESK,
    "desk:take_picture": DESK,
    "desk:picture": DESK,
    "desk:vehicles": DESK,
    "desk:vehicle": DESK,
    "desk:vehicle_amend": DESK,
    "desk:vehicle_swipe": DESK,
    "desk:vehicle_type": DESK,
    "desk:vehicle_decide": DESK,
    "desk:vehicle_heads": DESK,
    "desk:vehicle_list": DESK,
    "desk:vehicle_tick": DESK,
    "desk:vehicle_close": DESK,
    "desk:aboard": DESK,
    "desk:child": DESK,
    "desk:shift": DESK,
    "desk:mark_alarm_read": LEADER,
    "desk:shift_print": DESK,
    "desk:counting": DESK,
    "desk:counting_strokes": DESK,
    "desk:counting_back": DESK,
    "desk:counting_card": DESK,
    "desk:counting_plate": DESK,
    "desk:counting_late": DESK,
    "desk:counting_withdraw": DESK,
    "desk:cards": DESK,
    "desk:card_withdraw": DESK,
    "desk:card_print": DESK,
    "desk:herds": DESK,
    "desk:herd": DESK,
    "desk:herder_swipe": DESK,
    "desk:cash": DESK,
    "desk:cash_count": DESK,
    "desk:closing": DESK,
    "desk:prices": DESK,
    "desk:nothing_to_pay": DESK,
    "desk:take_fee": DESK,
    "desk:check_receipt": DESK,
    "desk:receipt": DESK,
    "desk:cancel_receipt": DESK,
    "desk:agency": AGENCIES,
    "desk:agency_list": AGENCIES,
    "desk:agency_swipe": AGENCIES,
    "desk:agency_case": AGENCIES,
    "desk:agency_calls": DESK,
    "desk:answer_call": DESK,
    "desk:sides": DESK,
    "desk:equipment": DESK,
    "desk:equipment_broken": DESK,
    "desk:equipment_told": DESK,
    "desk:this_post": LEADER,
    "desk:this_post_say": LEADER,
    "desk:carry": LEADER,
    "desk:exchange": LEADER,
    "desk:make_file": LEADER,
    "desk:save_file": LEADER,
    "headquarters:border": LISTS,
    "headquarters:border_post": LISTS,
    "headquarters:nodes": LISTS,
    "headquarters:invite": ADMINISTRATOR,
    "headquarters:node": LISTS,
    "headquarters:revoke": ADMINISTRATOR,
    "headquarters:replace": ADMINISTRATOR,
    "headquarters:accept_held": ADMINISTRATOR,
    "headquarters:nodes_waiting": LISTS,
    "headquarters:accept_fork": ADMINISTRATOR,
    "headquarters:try_again": ADMINISTRATOR,
    "headquarters:sticks": LISTS,
    "headquarters:sticks_taken": LISTS,
    "headquarters:stick_for": LISTS,
    "headquarters:lists": LISTS,
    "headquarters:propose_list": LISTS,
    "headquarters:incoming": LISTS,
    "headquarters:edition": LISTS,
    "headquarters:again": LISTS,
    "headquarters:rules": LISTS,
    "headquarters:propose_rules": ADMINISTRATOR,
    "headquarters:post_category": ADMINISTRATOR,
    "headquarters:rule_edition": LISTS,
    "headquarters:pictures": LISTS,
    "headquarters:hits": {Role.NATIONAL_DESK, Role.PROTECTION},
    "headquarters:case": {Role.NATIONAL_DESK, Role.PROTECTION},
    "headquarters:cleared": {Role.NATIONAL_DESK},
    "headquarters:differences": {Role.NATIONAL_DESK},
    "headquarters:rematches": LISTS,
    "headquarters:search": {Role.NATIONAL_DESK},
    "headquarters:history": {Role.NATIONAL_DESK},
    "headquarters:presence": CLAIRE,
    "headquarters:beyond": CLAIRE,
    "headquarters:traveller": CLAIRE,
    "headquarters:bureau": CLAIRE,
    "headquarters:bureau_ask": CLAIRE,
    "headquarters:bureau_carry": CLAIRE,
    "headquarters:bureau_answers": CLAIRE,
    "headquarters:bureau_query": CLAIRE,
    "headquarters:bureau_print": CLAIRE,
    "headquarters:capacity": LISTS,
    "headquarters:capacity_post": LISTS,
    "headquarters:capacity_say": LISTS,
    "headquarters:equipment": LISTS,
    "headquarters:equipment_register": LISTS,
    "headquarters:equipment_xlsx": LISTS,
    "headquarters:equipment_asset": LISTS,
    "headquarters:training": LISTS,
    "headquarters:training_record": LISTS,
    "headquarters:training_one": LISTS,
    "headquarters:officers": ADMINISTRATOR,
    "headquarters:enrol": ADMINISTRATOR,
    "headquarters:officer": ADMINISTRATOR,
    "headquarters:code": ADMINISTRATOR,
    "headquarters:suspension": ADMINISTRATOR,
    "headquarters:end_posting": ADMINISTRATOR,
    "headquarters:proposals": LISTS,
    "headquarters:decide": LISTS,
    "headquarters:alerts": LISTS,
    "headquarters:alerts_strip": LISTS,
    "headquarters:alert": LISTS,
    "headquarters:acknowledge": LISTS,
    "headquarters:subscriptions": ADMINISTRATOR,
    "headquarters:unsubscribe": ADMINISTRATOR,
    "headquarters:deliveries": ADMINISTRATOR,
    "headquarters:plates": LISTS,
    "headquarters:warnings": LISTS,
    "headquarters:draft_warning": LISTS,
    "headquarters:warning": LISTS,
    "headquarters:decide_warning": LISTS,
    "headquarters:statistics": FIGURES,
    "headquarters:statistics_dimension": FIGURES,
    "headquarters:statistics_dimension_of": FIGURES,
    "headquarters:statistics_posts": FIGURES,
    "headquarters:statistics_refusals": FIGURES,
    "headquarters:statistics_hits": FIGURES,
    "headquarters:statistics_times": FIGURES,
    "headquarters:statistics_coverage": FIGURES,
    "headquarters:statistics_published": FIGURES,
    "headquarters:assessments": CLAIRE,
    "headquarters:assessment_begin": CLAIRE,
    "headquarters:assessment_import": CLAIRE,
    "headquarters:assessment_template": CLAIRE,
    "headquarters:assessment_review": CLAIRE,
    "headquarters:assessment_theme": CLAIRE,
    "headquarters:assessment": CLAIRE,
    "headquarters:assessment_pdf": CLAIRE,
    "headquarters:assessment_xlsx": CLAIRE,
    "headquarters:assessment_file": CLAIRE,
    "headquarters:assessments_compare": CLAIRE,
    "headquarters:gaps": CLAIRE,
    "desk:assessments": LEADER,
    "desk:assessment_begin": LEADER,
    "desk:assessment_import": LEADER,
    "desk:assessment_template": LEADER,
    "desk:assessment_review": LEADER,
    "desk:assessment_theme": LEADER,
    "desk:assessment": LEADER,
    "desk:assessment_pdf": LEADER,
    "desk:assessment_xlsx": LEADER,
    "desk:assessment_file": LEADER,
    "api:openapi-json": FIGURES,
    "api:api-root": FIGURES,
    "api:months": FIGURES,
    "api:month": FIGURES,
    "api:indicators": FIGURES,
}
NO_ROLE_NEEDED = PUBLIC | OWN_ACCOUNT | BEFORE_SECOND_FACTOR


def routes():
    """Every named route of the running table, with an address that resolves to it."""
    found = []

    def walk(patterns, prefix, space):
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns, route, f"{space}{entry.namespace}:" if entry.namespace else space)
            else:
                path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:str|slug):\w+>", "x", route))
                found.append((f"{space}{entry.name}", "/" + path, entry.callback))

    walk(get_resolver().url_patterns, "", "")
    return found


def test_the_table_names_every_route(node):
    named = {name for name, _, _ in routes()}
    assert named == set(OPENS_TO) | (NO_ROLE_NEEDED & named)
    for name, _, view in routes():
        marked = set(getattr(view, "opens_to", ()))
        assert marked == OPENS_TO.get(name, set()), name


@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_asks_for_its_roles(node, role):
    officer = postings.enrol("Somebody", cast.ADMINISTRATOR)
    here = this_node().keys.post
    if role is not None:
        postings.post(officer, here, role, cast.ADMINISTRATOR, date(2026, 1, 1))
    Account.objects.create_account("somebody", PASSWORD, officer)
    client = Client()
    client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    # Whoever holds no role is refused whatever the method; of the others those that pages use are asked.
    methods = ("get", "post") if role is not None else METHODS
    for name, address, _ in routes():
        if name in NO_ROLE_NEEDED:
            continue
        for method in methods:
            answer = getattr(client, method)(address)
            if name == ROOT and method in {"get", "head"} and role not in OPENS_TO[name]:
                assert answer.status_code == 302 and answer["Location"] == "/home/"
                continue
            assert (answer.status_code == 403) == (role not in OPENS_TO[name]), (name, method, answer.status_code)


def test_no_route_opens_to_a_stranger(node):
    stranger = Client()
    for name, address, _ in routes():
        if name not in NO_ROLE_NEEDED:
            for method in METHODS:
                assert getattr(stranger, method)(address).status_code == 302, (name, method)


@pytest.mark.parametrize("tier", FIRST_PAGE)
def test_everybody_begins_on_a_page_that_is_open_to_him(node, settings, tier):
    """Signed in at “/”, as every link and every address book has it."""
    settings.JALON_TIER = tier
    assert set(FIRST_PAGE[tier]) == set(Role)
    for role, page in [(None, NONE), *FIRST_PAGE[tier].items()]:
        officer, name = postings.enrol("Somebody", cast.ADMINISTRATOR), f"one_{role.value if role else ''}"
        if role is not None:
            postings.post(officer, this_node().keys.post, role, cast.ADMINISTRATOR, date(2026, 1, 1))
        client = Client()
        client.force_login(Account.objects.create_account(name, PASSWORD, officer))
        assert page == NONE or (role in OPENS_TO[page] and is_there(page)), role
        answer = client.get("/", follow=True)
        assert answer.status_code == 200, role
        assert reverse(page) in {"/", *(address for address, _ in answer.redirect_chain)}, role
        if page == NONE:  # because nothing opens, and not because the table forgets something
            assert not [one for one in OPENS_TO if role in OPENS_TO[one] and is_there(one)], role


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.NATIONAL_DESK, Role.PARTNER])
def test_a_forum_has_no_door_of_a_state(node, role, settings):
    settings.JALON_TIER = "forum"
    officer = postings.enrol("Somebody", cast.ADMINISTRATOR)
    postings.post(officer, this_node().keys.post, role, cast.ADMINISTRATOR, date(2026, 1, 1))
    Account.objects.create_account("somebody", PASSWORD, officer)
    client = Client()
    client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    for name, address, _ in routes():
        if name in NO_ROLE_NEEDED:
            continue
        answer = client.get(address)
        if name == ROOT:
            assert answer["Location"] == "/home/"
        elif not is_there(name):
            assert answer.status_code == 404, name
        else:
            assert (answer.status_code == 403) == (role not in OPENS_TO[name]), name


@pytest.mark.parametrize("role", [Role.FIRST_LINE, Role.SHIFT_LEADER])
def test_a_posting_at_another_post_opens_nothing_here(node, role):
    officer = postings.enrol("Somebody", cast.ADMINISTRATOR)
    postings.post(officer, "NE-AYO", role, cast.ADMINISTRATOR, date(2026, 1, 1))
    Account.objects.create_account("somebody", PASSWORD, officer)
    client = Client()
    client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    assert client.get("/shift/").status_code == 403
