"""A vehicle: read one after the other, the clean decided together, the others set aside; counted, closed, handed on."""

import pytest

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import company, decision, group, inspection, manifest, shift
from jalon.crossings.company import Accompanied
from jalon.crossings.models import Decision, Expected, Group, Inspection
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, amina, bakary, staff  # noqa: F401
from jalon.journal.applying import entries_in_journal
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild

pytestmark = [pytest.mark.both]


@pytest.fixture
def bus(amina):  # noqa: F811
    said = {"plate": "AB 1234 MD", "company": "Sahel Transport", "driver": "Keita", "origin": "Nioro"}
    return group.open_group(amina, "entry", "bus", 4, **said)


def read(mrz, bus, on, **said):
    recorded = group.inspect_aboard(inspection.shown_by_mrz(mrz), bus, on, **said)
    return Inspection.objects.get(key=recorded.key)


def typed(bus, on, kind="identity_card", **fields):
    shown = inspection.Shown(kind, dict.fromkeys(inspection.FIELDS) | fields, "typed")
    return Inspection.objects.get(key=group.inspect_aboard(shown, bus, on).key)


def child(bus, on, name="SIDIBE"):
    return typed(
        bus, on, "birth_certificate", primary_identifier=name, birth_date="2017-01-01", nationality="MLI",
        document_number=f"N{name}", issuing_state="MLI", issuing_office="Nioro", guardian="Aminata",
    )  # fmt: skip


def places(bus):
    return [one.place for one in group.aboard(bus)]


def upto():
    return Inspection.objects.order_by("-position").values_list("position", flat=True).first()


def refused(code, act, *arguments, **said):
    with pytest.raises(NotAllowed) as refusal:
        act(*arguments, **said)
    assert refusal.value.code == code


def test_many_stand_at_once_and_the_clean_pass_together(amina, bus):  # noqa: F811
    read(CLEAN, bus, amina)
    read(FOREIGN, bus, amina)
    assert places(bus) == ["clean", "clean"]
    # Nobody of the bus stands at the desk: it is free for others.
    assert inspection.latest_open(amina) is None
    before = entries_in_journal()
    group.admit_clean(bus, amina, upto())
    assert places(bus) == ["admitted", "admitted"]
    assert entries_in_journal() == before + 2
    assert {made.transport for made in Decision.objects.all()} == {"bus"}


def test_whoever_was_not_on_the_page_yet_is_not_decided(amina, bus):  # noqa: F811
    first = read(CLEAN, bus, amina)
    read(FOREIGN, bus, amina)
    group.admit_clean(bus, amina, first.position)
    assert places(bus) == ["admitted", "clean"]
    refused("nobody_stands_clean", group.admit_clean, bus, amina, first.position)


def test_the_same_document_is_seen_and_not_added(amina, bus):  # noqa: F811
    first = read(CLEAN, bus, amina)
    with pytest.raises(group.AlreadyAboard) as twice:
        read(CLEAN, bus, amina)
    assert (twice.value.inspection.key, twice.value.number) == (first.key, 1)
    read(CLEAN, bus, amina, again=True)
    assert places(bus) == ["aside", "aside"]  # one card, two people: neither passes with the others
    refused("nobody_stands_clean", group.admit_clean, bus, amina, upto())


def test_the_same_name_without_a_document_is_seen(amina, bus):  # noqa: F811
    elder = {"primary_identifier": "KEITA", "secondary_identifier": "MOUSSA", "sex": "M"}
    typed(bus, amina, "no_document", **elder)
    with pytest.raises(group.AlreadyAboard):
        typed(bus, amina, "no_document", **elder)
    assert places(bus) == ["aside"]


@pytest.mark.parametrize(
    ("with_whom", "consent", "place"),
    [
        ("parent", False, "clean"),
        ("other_adult", True, "clean"),
        ("other_adult", False, "aside"),
        ("alone", False, "aside"),
    ],
)
def test_a_child_waits_for_a_word_on_its_company(amina, bus, with_whom, consent, place):  # noqa: F811
    mother = read(CLEAN, bus, amina)
    girl = child(bus, amina)
    assert places(bus) == ["clean", "ask"]
    company.accompany(girl, amina, Accompanied(with_whom, mother.key, consent))
    assert places(bus) == ["clean", place]
    said = company.company_of(girl)
    assert said.adult == ("" if with_whom == "alone" else mother.key)


def test_a_child_in_doubtful_company_goes_to_the_second_line(amina, bakary, bus):  # noqa: F811
    man, girl = read(FOREIGN, bus, amina), child(bus, amina)
    company.accompany(girl, amina, Accompanied("other_adult", man.key))
    group.refer_aside(bus, amina, upto())
    assert places(bus) == ["clean", "referred"]
    girl.refresh_from_db()
    assert decision.journey_said(girl)["transport"] == "bus"
    refused("nobody_to_refer", group.refer_aside, bus, amina, upto())


def test_the_adult_is_somebody_known_here(amina, bus):  # noqa: F811
    girl = child(bus, amina)
    refused("adult_not_known", company.accompany, girl, amina, Accompanied("parent", "nobody"))
    refused("adult_not_known", company.accompany, girl, amina, Accompanied("parent", girl.key))


def test_heads_and_list_agree_or_a_reason_is_said(amina, bus):  # noqa: F811
    read(CLEAN, bus, amina)
    refused("somebody_undecided", group.close_group, bus, amina)
    group.admit_clean(bus, amina, upto())
    refused("count_the_heads", group.close_group, bus, amina)
    group.count_heads(bus, amina, 2)
    refused("say_why_they_differ", group.close_group, bus, amina)
    group.close_group(bus, amina, "infants")
    refused("vehicle_closed", read, FOREIGN, bus, amina)
    assert group.under_way() == []


def test_a_passenger_list_is_ticked_by_number_and_by_name(amina, bus):  # noqa: F811
    read(CLEAN, bus, amina)
    lines = manifest.lines_of(
        "Nom;Prénoms;N°\nTraoré;Aminata;\nMahamadou;;PB 0000123\nKéïta;Moussa;\n".encode(), "l.csv"
    )
    group.load_manifest(bus, amina, lines)
    assert [bool(row.inspection) for row, _ in group.expected(bus)] == [True, False, False]
    read(FOREIGN, bus, amina)
    assert list(group.unanswered(bus)) == [3]
    elder = typed(bus, amina, "no_document", primary_identifier="KEYTA", secondary_identifier="MOUSSA")
    group.tick(bus, amina, 3, elder.key)
    assert not group.unanswered(bus)
    group.tick(bus, amina, 3, "")
    assert list(group.unanswered(bus)) == [3]
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_vehicle_that_stands_here_goes_to_the_next_shift(amina, bus, staff):  # noqa: F811
    read(CLEAN, bus, amina)
    child(bus, amina)
    group.load_manifest(bus, amina, [{"name": "Traore Aminata"}, {"name": "Keita Moussa"}])
    group.count_heads(bus, amina, 2)
    group.amend_group(bus, amina, "entry", "bus", 5, plate="AB 1235 MD", driver="Keita")
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    (there,) = group.under_way()
    assert group.details(there)["plate"] == "AB 1235 MD"
    assert (there.announced, there.counted) == (5, 2)
    assert [one.fields["primary_identifier"] for one in group.aboard(there)] == ["TRAORE", "SIDIBE"]
    assert list(group.unanswered(there)) == [2]
    assert rebuild(FOLLOW_ENTRIES) == []
    girl = group.aboard(there)[1].inspection
    company.accompany(girl, later, Accompanied("parent", group.aboard(there)[0].inspection.key))
    group.admit_clean(there, later, upto())
    group.close_group(there, later)
    shift.close_shift(later)
    assert rebuild(FOLLOW_ENTRIES) == []
    if not this_node().keys.is_headquarters:
        assert not Group.objects.exists()
        assert not Inspection.objects.exists()
        assert not Expected.objects.exists()


def test_each_passage_is_in_the_figures_of_the_shift_that_decided(amina, bakary, bus):  # noqa: F811
    read(CLEAN, bus, amina)
    read(FOREIGN, bus, amina)
    first = group.aboard(bus)[0].inspection
    group.admit_clean(bus, bakary, first.position)
    group.admit_clean(bus, amina, upto())
    ours, theirs = shift.summary(amina), shift.summary(bakary)
    assert (ours["inspected"], ours["admitted"], ours["entry"], ours["transports"]) == (2, 1, 1, {"bus": [1, 0]})
    assert (theirs["inspected"], theirs["admitted"], theirs["entry"]) == (0, 1, 1)
    shift.close_shift(amina)
    amina.refresh_from_db()
    assert shift.summary(amina)["transports"] == {"bus": [1, 0]}


def test_a_referred_passenger_outlives_the_vehicle(amina, bus, staff):  # noqa: F811
    girl = child(bus, amina)
    company.accompany(girl, amina, Accompanied("alone"))
    group.refer_aside(bus, amina, upto())
    group.count_heads(bus, amina, 1)
    group.close_group(bus, amina)
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    waiting = Inspection.objects.get(state="referred")
    assert company.company_of(waiting) == Accompanied("alone")
    decision.admit(waiting, later, JOURNEY, line=2, looked="family called, on their way")
    shift.close_shift(later)
    assert rebuild(FOLLOW_ENTRIES) == []
