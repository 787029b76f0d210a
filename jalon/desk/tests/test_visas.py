"""The pages of visas, permits and stays, without a browser: what the form refuses, what the slip says, what a page
weighs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jalon.config.demo.travellers import passport
from jalon.crossings import stay
from jalon.crossings.models import Decision, Group, Inspection, StaySeen
from jalon.crossings.rules import what_was_seen
from jalon.desk.tests.test_what_an_officer_meets import amina, bakary, on_duty, staff, text  # noqa: F401
from jalon.documents.mrz import Document, write
from jalon.journal.node import this_node
from jalon.posts import declaration

TODAY = date.today()
UNTIL = TODAY + timedelta(days=1500)
CHAD = passport("DEBY", "MAHAMAT SALEH", "1985-06-15", "TCD", "M", "R0012345", UNTIL)
CHAD_TOO = passport("OUSMANE", "ACHTA", "1991-01-01", "TCD", "F", "R0055555", UNTIL)
NIGER = passport("OUSMANE", "ALI", "1979-06-15", "NER", "M", "PB0000999", UNTIL)
SENEGAL = passport("NDIAYE", "AWA", "1992-09-09", "SEN", "F", "A01234567", UNTIL)


def visa(names=("DEBY", "MAHAMAT SALEH"), born="1985-06-15", sex="M"):
    until = (TODAY + timedelta(days=200)).isoformat()
    document = Document("MRVA", "V", "MLI", *names, "V7654321", "TCD", born, sex, until)
    return "\n".join(write(document))


def swipe(client, mrz, **said):
    client.post("/swipe/", {"mrz": mrz, "source": "wedge", **said})
    return Inspection.objects.filter(state="open").order_by("-position").first()


def becomes(country, neighbour, category):
    facts = {"name": "Gogui", "country": country, "neighbour": neighbour, "category": category}
    declaration.declare("ML-GOG", facts, "installer")


WRONG = {
    "half a date": ({"valid_until": "06 2027"}, "Write the day, the month and the year"),
    "ends before it begins": ({"valid_from": "01 06 2027", "valid_until": "01 05 2027"}, "It ends before it begins."),
    "more used than allowed": ({"entries_allowed": "1", "entries_used": "2"}, "More entries are used"),
    "an unknown state": ({"number": "V1", "issuing_state": "Atlantis"}, "is no State known here"),
}


@pytest.mark.parametrize("said, sentence", WRONG.values(), ids=WRONG)
def test_the_form_says_what_is_wrong(amina, said, sentence):  # noqa: F811
    seen = swipe(amina, CHAD)
    assert sentence in text(amina.post(f"/traveller/{seen.key}/stay/", {"kind": "visa", **said}))
    assert not StaySeen.objects.exists()


def test_a_form_left_empty_records_nothing(amina):  # noqa: F811
    seen = swipe(amina, CHAD)
    answer = amina.post(f"/traveller/{seen.key}/stay/", {"kind": "visa", "issuing_state": "MLI"}, follow=True)
    assert "Say what you saw" in text(answer) and not StaySeen.objects.exists()


def test_a_residence_permit_settles_what_the_rules_ask(amina):  # noqa: F811
    seen = swipe(amina, CHAD)
    until = UNTIL.strftime("%d %m %Y")
    said = {"kind": "residence_permit", "number": "ml 114", "issuing_state": "MLI", "valid_until": until}
    amina.post(f"/traveller/{seen.key}/stay/", said)
    page = text(amina.get("/"))
    assert "Residence permit" in page and "ML 114" in page and "Visa required" not in page.split("ruled__word")[0]
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot"})
    assert Decision.objects.get().outcome == "admitted"


def test_a_visa_read_right_after_its_passport_waits_with_it(amina):  # noqa: F811
    first = swipe(amina, NIGER)
    swipe(amina, CHAD)
    swipe(amina, visa())
    assert not StaySeen.objects.exists()
    amina.post(f"/traveller/{first.key}/admit/", {"direction": "entry", "transport": "foot"})
    standing = Inspection.objects.get(state="open")
    assert StaySeen.objects.get().inspection == standing.key
    assert stay.stand(standing, what_was_seen(standing), "ML-GOG").opened


def test_a_misread_visa_is_not_taken(amina):  # noqa: F811
    swipe(amina, CHAD)
    lines = visa().split("\n")
    wrong = f"{lines[0]}\n{lines[1][:9]}{(int(lines[1][9]) + 1) % 10}{lines[1][10:]}"
    swipe(amina, wrong)
    assert not StaySeen.objects.exists() and "The visa was not taken" in text(amina.get("/"))


@pytest.mark.parametrize("language, said", [("fr", "au plus tard le"), ("en", "at the latest"), ("ar", "في أجل أقصاه")])
def test_the_slip_says_the_last_day_in_its_language(amina, language, said):  # noqa: F811
    becomes("MRT", "SEN", "international")
    seen = swipe(amina, SENEGAL)
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot", "stamp": "MR 7"})
    made = Decision.objects.get()
    slip = text(amina.get(f"/stay/{made.key}/?language={language}"))
    assert said in slip and "NDIAYE AWA" in slip and "MR 7" in slip


def test_who_has_no_stay_with_an_end_has_no_slip(amina):  # noqa: F811
    seen = swipe(amina, NIGER)
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot"})
    assert amina.get(f"/stay/{Decision.objects.get().key}/").status_code == 404


def test_the_next_stamp_is_suggested_to_who_is_stamped(amina):  # noqa: F811
    becomes("MRT", "SEN", "international")
    seen = swipe(amina, SENEGAL)
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot", "stamp": "MR 099"})
    swipe(amina, passport("SARR", "IBRA", "1990-01-01", "SEN", "M", "A07654321", UNTIL))
    assert 'value="MR 100"' in text(amina.get("/"))


def test_a_refusal_and_a_referral_begin_with_the_likely_reason(amina):  # noqa: F811
    seen = swipe(amina, CHAD)
    assert '<option value="no_visa" selected' in text(amina.get(f"/traveller/{seen.key}/refuse/"))
    assert '<option value="right_to_enter" selected' in text(amina.get(f"/traveller/{seen.key}/refer/"))


def test_what_is_not_needed_or_was_seen_is_not_among_what_was_not_checked(amina):  # noqa: F811
    seen = swipe(amina, CHAD)
    assert "<li>visa</li>" in text(amina.get("/"))
    swipe(amina, visa())
    assert "<li>visa</li>" not in text(amina.get("/"))
    assert what_was_seen(seen)["level"] == "look"


def test_neighbours_under_a_local_regime_are_counted(amina):  # noqa: F811
    becomes("MLI", "MRT", "local")
    swipe(amina, passport("SIDI", "AHMED", "1979-06-15", "MRT", "M", "PB0000999", UNTIL))
    page = text(amina.get("/"))
    assert "counted, never named" in page and "one_key" not in page and 'data-key="Enter"' in page


def test_an_own_national_is_asked_nothing_and_told_nothing(amina):  # noqa: F811
    swipe(amina, passport("TRAORE", "AMINATA", "1990-01-01", "MLI", "F", "AA0123456", UNTIL))
    assert 'class="ruled"' not in text(amina.get("/"))


def test_the_page_stays_light(amina):  # noqa: F811
    swipe(amina, CHAD)
    swipe(amina, visa())
    assert len(amina.get("/").content) < 40_000


def test_a_visa_read_on_a_vehicles_list_goes_to_the_passenger_who_bears_its_name(amina):  # noqa: F811
    amina.post("/vehicle/", {"direction": "entry", "kind": "bus", "announced": "3"})
    bus = Group.objects.get()
    for zone in (CHAD, CHAD_TOO, SENEGAL, visa(("OUSMANE", "ACHTA"), "1991-01-01", "F")):
        amina.post(f"/vehicle/{bus.key}/swipe/", {"mrz": zone})
    assert Inspection.objects.count() == 3
    bearer = Inspection.objects.get(key=StaySeen.objects.get().inspection)
    assert what_was_seen(bearer)["fields"]["document_number"] == "R0055555"
    from jalon.crossings.group import aboard

    assert [one.place for one in aboard(bus)] == ["aside", "clean", "clean"]
    amina.post(f"/vehicle/{bus.key}/swipe/", {"mrz": visa(("SOMEONE", "ELSE"))})
    assert Inspection.objects.count() == 3 and StaySeen.objects.count() == 1


def test_the_passage_says_the_rules_of_its_day(amina):  # noqa: F811
    seen = swipe(amina, CHAD)
    amina.post(f"/traveller/{seen.key}/refer/", {"reason": "right_to_enter"})
    page = text(amina.get(f"/traveller/{seen.key}/"))
    assert "sample-2026.1" in page and "the same answer" in page


def test_what_the_admission_allowed_is_in_its_entry_and_on_the_page(amina):  # noqa: F811
    becomes("MRT", "SEN", "international")
    seen = swipe(amina, SENEGAL)
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot"})
    made = this_node().shift_keys.take_out_value(Decision.objects.get().kept)
    assert made["stay"] == {"days": 90, "to": (TODAY + timedelta(days=89)).isoformat()}
    assert "Slip of the stay" in text(amina.get(f"/traveller/{seen.key}/"))
