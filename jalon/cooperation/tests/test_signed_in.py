"""Whose word counts: of parties with a machine, of delegates, of those who were asked."""

from datetime import date

import pytest

from jalon.capacity.indicators import INDICATORS
from jalon.capacity.indicators_of_assessments import INDICATORS as ASSESSMENTS
from jalon.config.places import places
from jalon.cooperation import challenges, forums, measures, progress, projects, recommendations, sheet_answers, standing
from jalon.cooperation.models import PartyFact
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.sheet_answers import Identity

DAY, BY = date(2026, 3, 2), "d0" * 8
FACTS = {"number": "7", "level": "national", "theme": "equipment", "source": "meeting", "proof": "deliverable"}
FACTS |= {"deliverable": {"fr": "un lecteur"}, "due": date(2026, 12, 31)}


@pytest.fixture
def seated(forum):
    """Mali runs a machine, Niger none."""
    forums.found({"fr": "Comité"}, "regional", DAY, BY)
    forums.add_party(forum, "MLI", "state", {}, DAY, BY, node="aa" * 8)
    forums.add_party(forum, "NER", "state", {}, DAY, BY)
    return forum


def refused(code, act, *args, **more):
    with pytest.raises(NotAllowed) as wrong:
        act(*args, **more)
    assert wrong.value.code == code


def test_the_host_signs_in_nobody_who_has_a_machine(seated):
    key = recommendations.put(FACTS | {"binds": ["MLI", "NER"]}, {"fr": "Équiper"}, seated, BY)
    recommendations.adopt(key, DAY, "", BY)
    said = progress.Report(DAY, "under_way", {"fr": "commandé"})
    plan = {"title": {"fr": "m"}, "level": "national"}
    opens = {"code": "P", "title": {"fr": "p"}, "donor": "iom", "starts": DAY, "months": 2, "currency": "EUR"}
    of_mali = projects.open_project(opens, BY, seated, "MLI")
    identity = Identity(seated, "MLI", DAY, "fr", frozenset())
    of_another = "not_for_that_party"
    refused(of_another, progress.report, key, said, BY, "MLI", through="file", signatory="directeur")
    refused(of_another, sheet_answers.record, [], identity, BY)
    refused(of_another, measures.plan, plan | {"owner": "MLI"}, BY, seated)
    refused("project_of_others", projects.set_line, of_mali, "1", {"fr": "x"}, "1", BY)
    progress.report(key, said, BY, "NER", through="file", signatory="directeur")
    measures.plan(plan | {"owner": "NER"}, BY, seated)


def test_a_party_proposes_under_its_own_number_and_the_forum_s_word_counts(seated):
    recommendations.put(FACTS | {"binds": ["MLI"]}, {"fr": "Équiper"}, seated, BY)
    key = recommendations.put(FACTS | {"binds": ["MLI"]}, {"fr": "Proposer"}, seated, BY, "NER")
    assert [one.number for one in standing.standing(seated)] == ["7", "NER-1"]
    recommendations.adopt(key, DAY, "", BY)
    recommendations.judge(key, "not_kept", DAY, "rien", "", BY)
    recommendations.judge(key, "kept", DAY, "vu", "", BY, "NER")
    assert standing.one(key).judgement.verdict == "not_kept"
    assert [one.verdict for one in standing.judgements(key)] == ["not_kept", "kept"]


def test_who_named_a_challenge_says_what_became_of_it_or_the_host_does(seated):
    key = challenges.name({"title": {"fr": "Courant"}, "level": "national"}, BY, seated, "NER")
    refused("challenge_of_another", challenges.overcome, key, DAY, "posé", BY, "MLI")
    challenges.overcome(key, DAY, "posé", BY, "NER")
    challenges.back(key, DAY, "volé", BY)


def test_machines_are_enrolled_for_who_sits_here_and_figures_of_staff_are_operational(seated):
    PartyFact.objects.create(
        key="a.b.9", forum="nowhere", code="ZZZ", kind="state", what="joined", on=DAY, position=9, at=1
    )
    assert list(places()) == ["MLI", "NER"]
    of_staff = ("people_trained", "posts_with_trained_person", "women_among_staff")
    assert all(INDICATORS[code].operational for code in of_staff) and ASSESSMENTS["posts_assessed"].operational
