"""The rules of travel at the desk: asked at the inspection, settled by a visa, replayed afterwards; nobody is refused
by a rule alone."""

import json
from datetime import date, timedelta

import pytest

from jalon.config import cast
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, inspection, regime, rule_sets, shift, stay
from jalon.crossings.inspection import FIELDS, Shown
from jalon.crossings.models import Decision, Inspection, Recall, RuleEdition, StaySeen
from jalon.crossings.rules import NotAllowed, what_was_seen
from jalon.documents.mrz import Document, read, write
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.posts import declaration
from jalon.posts.models import Post
from jalon.regimes.problems import RulesUnusable
from jalon.regimes.reading import FILES
from jalon.regimes.rule import Allowance
from jalon.regimes.rules import SETS, RulesGone, rule_set
from jalon.regimes.visas import Visa

pytestmark = [pytest.mark.both]

TODAY = date.today()
NEXT_YEAR = TODAY + timedelta(days=365)
JOURNEY = {"transport": "foot", "direction": "entry"}
NO = {"asks_protection": False, "child_alone": False, "possible_victim": False}


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))


@pytest.fixture
def amina(staff):
    return shift.open_shift(staff["amina"], "ML-GOG")


@pytest.fixture
def at_kaedi(staff):
    """On duty at a bilateral post of Mauritania, across from Senegal."""
    return shift.open_shift(staff["amina"], "MR-KAE")


@pytest.fixture
def at_rosso(staff):
    """On duty at an international post of Mauritania, across from Senegal."""
    return shift.open_shift(staff["amina"], "MR-ROS")


def shows(on, nationality, kind="passport", direction="entry", **fields):
    known = {
        "primary_identifier": "DEBY",
        "secondary_identifier": "MAHAMAT SALEH",
        "document_number": "R0012345",
        "nationality": nationality,
        "issuing_state": nationality,
        "birth_date": "1985-06-15",
        "expiry_date": NEXT_YEAR.isoformat(),
        "sex": "M",
    }
    shown = Shown(kind, {**dict.fromkeys(FIELDS), **known, **fields}, "typed")
    return Inspection.objects.get(key=inspection.inspect(shown, direction, on).key)


def kept(seen):
    return regime.Kept.read(what_was_seen(seen)["regime"])


def codes(seen):
    return [one["code"] for one in what_was_seen(seen)["problems"]]


def not_checked(seen):
    return [one["code"] for one in what_was_seen(seen)["not_checked"]]


def standing(seen, on, direction=""):
    return stay.stand(seen, what_was_seen(seen), on.post, direction)


def sticker(**said):
    facts = {"number": "V123", "kind": "visa", "issuing_state": "MLI", "valid_until": NEXT_YEAR} | said
    return Visa(**facts)


def zone(**said):
    """An MRV-A of the traveller that `shows` gives."""
    known = {
        "type": "MRVA",
        "document_code": "V",
        "issuing_state": "MLI",
        "primary_identifier": "DEBY",
        "secondary_identifier": "MAHAMAT SALEH",
        "document_number": "V7654321",
        "nationality": "TCD",
        "birth_date": "1985-06-15",
        "sex": "M",
        "expiry_date": NEXT_YEAR.isoformat(),
    }
    document = read("\n".join(write(Document(**known | said)))).document
    assert document is not None
    return document


# ── what the rules say at the inspection ──

ASKED = {
    "own national": ("ML-GOG", "MLI", "passport", "entry", "free", []),
    "Niger, AES": ("ML-GOG", "NER", "passport", "entry", "free", []),
    "Niger, identity card": ("ML-GOG", "NER", "identity_card", "entry", "free", []),
    "Senegal, ECOWAS at an AES post": ("ML-GOG", "SEN", "passport_ecowas", "entry", "free", []),
    "Chad needs a visa": ("ML-GOG", "TCD", "passport", "entry", "visa_required", ["visa_required"]),
    "Chad leaves": ("ML-GOG", "TCD", "passport", "exit", "free", []),
    "a refugee": ("ML-GOG", "XXB", "travel_document_refugee", "entry", "no_rule", ["no_rule"]),
    "Senegal at Rosso": ("MR-ROS", "SEN", "identity_card", "entry", "free", []),
    "Nigeria at Rosso": ("MR-ROS", "NGA", "passport", "entry", "visa_required", ["visa_required"]),
    "Senegal at Kaédi": ("MR-KAE", "SEN", "identity_card", "entry", "free", []),
    "Nigeria at Kaédi": ("MR-KAE", "NGA", "passport", "entry", "refused_by_category", ["not_at_this_post"]),
    "a refugee at Kaédi": ("MR-KAE", "XXB", "travel_document_refugee", "entry", "no_rule", ["no_rule"]),
    "a refugee leaves Kaédi": ("MR-KAE", "XXB", "travel_document_refugee", "exit", "no_rule", []),
}


@pytest.mark.parametrize("post, nationality, kind, direction, answer, asks", ASKED.values(), ids=ASKED)
def test_the_rules_are_asked_at_the_inspection(staff, post, nationality, kind, direction, answer, asks):
    seen = shows(shift.open_shift(staff["amina"], post), nationality, kind, direction)
    assert kept(seen).answer == answer
    assert [code for code in codes(seen) if code in regime.OF_THE_REGIME] == asks
    assert ("visa" in not_checked(seen)) == (answer != "free")
    assert (seen.level == "look") == bool(asks)


def test_what_is_kept_is_small_and_names_the_rules(at_rosso):
    said = what_was_seen(shows(at_rosso, "SEN"))["regime"]
    assert said == f"free mr-senegal {rule_set().digest[:8]} 90"


KEPT = {
    "usual": ("free aes-free 01234567", regime.Kept("free", "aes-free", "01234567", "international")),
    "no rule": ("no_rule - 01234567 b", regime.Kept("no_rule", "", "01234567", "bilateral")),
    "days in a window": ("free r 01234567 l 90/180", regime.Kept("free", "r", "01234567", "local", 90, 180)),
}


@pytest.mark.parametrize("text, value", KEPT.values(), ids=KEPT)
def test_an_answer_is_kept_and_read_again(text, value):
    assert (str(value), regime.Kept.read(text)) == (text, value)
    assert regime.Kept.read(f"{text} later:1") == value


UNASKED = {
    "the post has no category": {"category": ""},
    "the nationality is not known": {"nationality": None},
}


@pytest.mark.parametrize("case", UNASKED)
def test_where_the_rules_cannot_be_asked_the_visa_stays_among_what_was_not_checked(amina, case):
    if "category" in UNASKED[case]:
        Post.objects.filter(code="ML-GOG").update(category="")
    seen = shows(amina, UNASKED[case].get("nationality", "TCD"))
    assert "regime" not in what_was_seen(seen)
    assert "visa" in not_checked(seen) and "visa_required" not in codes(seen)


def test_who_says_the_category_of_a_post_changes_nothing_else_of_it(staff):
    before = Post.objects.get(code="ML-DIB")
    declaration.say_category("ML-DIB", "bilateral", "SEN", staff["issa"])
    after = Post.objects.get(code="ML-DIB")
    assert (after.category, after.neighbour, after.name, after.sources) == (
        "bilateral",
        "SEN",
        before.name,
        before.sources,
    )
    for category, code in (("bilateral", "nothing_changed"), ("private", "not_known")):
        with pytest.raises(declaration.CannotDeclare, match=code):
            declaration.say_category("ML-DIB", category, "SEN", staff["issa"])


# ── a visa settles what a rule asks ──


def test_without_a_visa_the_first_line_says_what_it_looked_at(amina):
    seen = shows(amina, "TCD")
    with pytest.raises(NotAllowed, match="say_what_was_looked_at"):
        decision.admit(seen, amina, JOURNEY)
    decision.admit(seen, amina, JOURNEY, looked="visa on a loose sheet, compared")
    seen.refresh_from_db()
    assert seen.state == "admitted"


def test_with_a_visa_seen_the_first_line_admits_and_one_entry_is_used(amina):
    seen = shows(amina, "TCD")
    stay.see(seen, amina, sticker(entries_allowed=2, entries_used=1, allowance=Allowance(30, "entry")), None)
    seen.refresh_from_db()
    assert seen.level == "unchecked"  # no list is in service here; nothing asks for a look any more
    last = TODAY + timedelta(days=29)
    assert standing(seen, amina).last_day == last
    made = Decision.objects.get(key=decision.admit(seen, amina, JOURNEY, stamp="ML 000199").key)
    said = this_node().shift_keys.take_out_value(made.kept)
    assert (said["stay"], said["entries_used"]) == ({"days": 30, "to": last.isoformat()}, 2)
    assert (said["stamp"], stay.next_stamp(amina)) == ("ML 000199", "ML 000200")


DOES_NOT_OPEN = {
    "expired": {"valid_until": TODAY - timedelta(days=1)},
    "not yet": {"valid_from": TODAY + timedelta(days=3)},
    "used up": {"entries_allowed": 1, "entries_used": 1},
    "its dates not read": {"valid_until": None},
    "of another state": {"issuing_state": "FRA"},
    "a border resident's card": {"kind": "resident_card"},
}


@pytest.mark.parametrize("said", DOES_NOT_OPEN.values(), ids=DOES_NOT_OPEN)
def test_a_visa_that_does_not_open_the_post_settles_nothing(amina, said):
    seen = shows(amina, "TCD")
    stay.see(seen, amina, sticker(**said), None)
    seen.refresh_from_db()
    assert seen.level == "look" and not standing(seen, amina).opened
    with pytest.raises(NotAllowed, match="say_what_was_looked_at"):
        decision.admit(seen, amina, JOURNEY)
    decision.admit(seen, amina, JOURNEY, looked="heard, and telephoned")
    made = Decision.objects.get(inspection=seen.key)
    assert "entries_used" not in this_node().shift_keys.take_out_value(made.kept)


ZONES = {
    "the traveller's": ({}, ["number"], True),
    "bears the passport's number": ({"document_number": "R0012345"}, [], True),
    "the passport's number among the optional data": ({"optional_data": "R0012345"}, [], True),
    "spelled otherwise": ({"primary_identifier": "DEBI", "secondary_identifier": "MAHAMAT SALAH"}, ["number"], True),
    "another person's": ({"primary_identifier": "OUSMANE", "secondary_identifier": "ACHTA"}, ["name", "number"], False),
    "born another day": ({"birth_date": "1991-01-01"}, ["birth_date", "number"], False),
    "another state's": ({"issuing_state": "NER"}, ["issuer", "number"], False),
}


@pytest.mark.parametrize("said, differences, opens", ZONES.values(), ids=ZONES)
def test_the_zone_of_a_visa_is_held_against_the_traveller(amina, said, differences, opens):
    seen = shows(amina, "TCD")
    stay.see_zone(seen, amina, zone(**said))
    found = standing(seen, amina)
    assert sorted(found.seen.differences) == sorted(differences)
    assert found.opened == opens
    assert found.seen.visa.valid_until == NEXT_YEAR


def test_what_the_zone_showed_stays_when_the_rest_is_typed(amina):
    seen = shows(amina, "TCD")
    stay.see_zone(seen, amina, zone(primary_identifier="OUSMANE", secondary_identifier="ACHTA"))
    visa = standing(seen, amina).seen.visa
    stay.see(seen, amina, sticker(number=visa.number, entries_allowed=1), None)
    assert "name" in standing(seen, amina).seen.differences and not standing(seen, amina).opened
    stay.see(seen, amina, sticker(number="V999", entries_allowed=1), None)
    assert standing(seen, amina).opened


def test_a_closed_category_is_opened_by_no_visa_and_by_the_second_line_alone(at_kaedi, staff):
    seen = shows(at_kaedi, "NGA")
    stay.see(seen, at_kaedi, sticker(issuing_state="MRT"), None)
    seen.refresh_from_db()
    for looked in ("", "his papers"):
        with pytest.raises(NotAllowed, match="not_at_this_post"):
            decision.admit(seen, at_kaedi, JOURNEY, looked=looked)
    decision.refer(seen, at_kaedi, "right_to_enter")
    bakary = shift.open_shift(staff["bakary"], "MR-KAE")
    decision.admit(seen, bakary, JOURNEY, line=2, looked="resident here, telephoned the authority")
    seen.refresh_from_db()
    assert seen.state == "admitted"


def test_refusing_by_category_asks_the_protective_questions_all_the_same(at_kaedi):
    seen = shows(at_kaedi, "NGA")
    decision.refuse(seen, at_kaedi, "post_closed", NO | {"asks_protection": True})
    assert Decision.objects.get(inspection=seen.key).outcome == "referred"


def test_the_direction_turned_at_the_desk_asks_the_rules_anew(amina):
    seen = shows(amina, "TCD")
    assert (standing(seen, amina).level, standing(seen, amina, "exit").level) == ("look", "unchecked")
    made = Decision.objects.get(key=decision.admit(seen, amina, JOURNEY | {"direction": "exit"}).key)
    assert this_node().shift_keys.take_out_value(made.kept)["regime"].split()[1] == "leaving"
    leaving = shows(amina, "TCD", direction="exit", document_number="R0099999")
    with pytest.raises(NotAllowed, match="say_what_was_looked_at"):
        decision.admit(leaving, amina, JOURNEY)


FORBIDDEN = {
    "nothing was said": (None, None, "say_what_was_seen"),
    "a stamp of tomorrow": (None, TODAY + timedelta(days=1), "entered_after_today"),
}


@pytest.mark.parametrize("visa, entered, code", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_cannot_have_been_seen(amina, visa, entered, code):
    with pytest.raises(NotAllowed, match=code):
        stay.see(shows(amina, "TCD"), amina, visa, entered)


def test_nothing_is_seen_of_who_is_decided(amina):
    seen = shows(amina, "TCD")
    decision.refer(seen, amina, "other")
    stay.see(seen, amina, sticker(), None)  # the second line reads it
    decision.refuse(shows(amina, "NER", document_number="N1"), amina, "no_visa", NO)
    refused = Inspection.objects.get(state="refused")
    with pytest.raises(NotAllowed, match="already_decided"):
        stay.see(refused, amina, sticker(), None)


# ── the days left ──


def test_an_entry_says_the_last_day_of_the_longest_stay(at_rosso):
    seen = shows(at_rosso, "SEN")
    assert standing(seen, at_rosso).last_day == TODAY + timedelta(days=89)


LEAVING = {
    "nothing is known": (None, None, None, None, False),
    "this post remembers the entry": (30, None, 60, 90, False),
    "remembers an entry of long ago": (200, None, 0, 90, False),
    "the stamp was read": (30, 10, 80, 80, False),
    "the stamp says that it is over": (None, 120, 0, 0, True),
}


@pytest.mark.parametrize("remembered, stamped, least, most, over", LEAVING.values(), ids=LEAVING)
def test_the_days_left_at_the_exit_and_how_sure_they_are(at_rosso, remembered, stamped, least, most, over):
    seen = shows(at_rosso, "SEN", direction="exit")
    if remembered is not None:
        day = TODAY - timedelta(days=remembered)
        Recall.objects.create(token=seen.token, count=1, last_day=day, direction="entry", transport="car")
    if stamped is not None:
        stay.see(seen, at_rosso, None, TODAY - timedelta(days=stamped))
    seen.refresh_from_db()
    left = standing(seen, at_rosso).left
    assert (left and left.least, left and left.most) == (least, most)
    assert (seen.level == "look") == over
    if over:
        with pytest.raises(NotAllowed, match="say_what_was_looked_at"):
            decision.admit(seen, at_rosso, JOURNEY | {"direction": "exit"})


# ── replay, and rules put in service ──


def files(version="mrt-2027.1", **changed):
    """The sample's files, with another version and with what a test changes."""
    found = {name: json.loads((SETS["sample-2026.1"] / f"{name}.json").read_text(encoding="utf-8")) for name in FILES}
    found["set"] |= {"version": version, "name": "Rules of a test"}
    for name, change in changed.items():
        found[name] = change(found[name])
    return {f"{name}.json": json.dumps(value).encode() for name, value in found.items()}


def no_chad_visa(rules):
    """Chad needs no visa in Mali."""
    for rule in rules:
        if rule["code"] == "ml-mauritania":
            rule["nationality"] = ["MRT", "TCD"]
    return rules


def in_service(staff, contents, decision_name="DEC-7/2027"):
    proposed = rule_sets.propose(contents, staff["issa"])
    return rule_sets.put_in_service(proposed.key, decision_name, staff["claire"])


def test_an_old_decision_is_replayed_under_the_rules_of_its_day(amina, staff):
    seen = shows(amina, "TCD")
    in_service(staff, files(rules=no_chad_visa))
    found = regime.replayed(seen)
    assert (found.version, found.then.rule, found.agrees) == ("sample-2026.1", "ml-visa", True)
    assert (found.now.answer, found.now.version, found.otherwise_now) == ("free", "mrt-2027.1", True)
    # Who still stands there is decided under the rules in force now, and the entry says so.
    made = Decision.objects.get(key=decision.admit(seen, amina, JOURNEY).key)
    assert this_node().shift_keys.take_out_value(made.kept)["regime"].startswith("free ml-mauritania ")
    assert kept(shows(amina, "TCD", document_number="R2")).digest == rule_sets.in_force().digest[:8]


def test_a_post_reclassified_since_does_not_change_the_replay(at_kaedi, staff):
    seen = shows(at_kaedi, "NGA")
    declaration.say_category("MR-KAE", "international", "SEN", staff["issa"])
    found = regime.replayed(seen)
    assert found.agrees and found.then.rule == "mr-bilateral-third"
    assert found.now.answer == "refused_by_category"  # asked as the post then was


def test_rules_that_are_gone_are_said_to_be_gone(amina, staff, node):
    in_service(staff, files())
    seen = shows(amina, "TCD")
    gone = rule_sets.edition_in_force()
    (node / "rules" / f"{gone.version}-{gone.digest[:12]}" / "rules.json").write_text("[]")
    rule_sets._kept.cache_clear()
    found = regime.replayed(seen)
    assert (found.then, found.agrees, found.kept.answer) == (None, False, "visa_required")
    assert found.version == "mrt-2027.1"
    with pytest.raises(RulesGone):
        rule_sets.in_force()
    later = shows_after(seen, amina)
    assert "regime" not in what_was_seen(later) and "visa" in not_checked(later)


def shows_after(seen, on):
    decision.refer(seen, on, "other")
    return shows(on, "TCD", document_number="R3")


REFUSED_SETS = {
    "a file is missing": lambda all_: {name: raw for name, raw in all_.items() if name != "fees.json"},
    "not JSON": lambda all_: all_ | {"rules.json": b"[{,"},
    "not UTF-8": lambda all_: all_ | {"rules.json": b"\xff\xfe\x00"},
    "nested without end": lambda all_: all_ | {"rules.json": b"[" * 200_000},
    "too large": lambda all_: all_ | {"rules.json": b" " * (rule_sets.LARGEST_FILE + 1)},
    "rows of another shape": lambda all_: all_ | {"rules.json": b'{"a": 1}'},
}


@pytest.mark.parametrize("spoilt", REFUSED_SETS.values(), ids=REFUSED_SETS)
def test_a_set_that_cannot_be_relied_on_is_not_proposed(staff, node, spoilt):
    with pytest.raises(RulesUnusable):
        rule_sets.propose(spoilt(files()), staff["issa"])
    assert not RuleEdition.objects.exists() and not (node / "rules").exists()


def test_the_rules_of_two_people(staff):
    proposed = rule_sets.propose(files(), staff["issa"])
    cases = [
        ("rules_second_person", lambda: rule_sets.put_in_service(proposed.key, "D", staff["issa"])),
        ("rules_decision_needed", lambda: rule_sets.put_in_service(proposed.key, " ", staff["claire"])),
        ("rules_version_taken", lambda: rule_sets.propose(files(rules=no_chad_visa), staff["issa"])),
        ("rules_version_taken", lambda: rule_sets.propose(files("sample-2026.1"), staff["issa"])),
        ("rules_version_unfit", lambda: rule_sets.propose(files("../2027"), staff["issa"])),
    ]
    for code, act in cases:
        with pytest.raises(NotAllowed, match=code):
            act()
    assert rule_sets.in_force() is rule_set()
    rule_sets.put_in_service(proposed.key, "DEC-1", staff["claire"])
    assert rule_sets.in_force().version == "mrt-2027.1"
    with pytest.raises(NotAllowed, match="rules_approved_already"):
        rule_sets.put_in_service(proposed.key, "DEC-1", staff["claire"])
    with pytest.raises(NotAllowed, match="rules_in_force_already"):
        rule_sets.propose(files(), staff["issa"])


def test_a_proposal_says_what_it_changes_and_how_many_would_be_answered_otherwise(amina, staff):
    shows_after(shows(amina, "TCD"), amina)
    proposed = rule_sets.propose(files(rules=no_chad_visa), staff["issa"])
    edition = RuleEdition.objects.get(key=proposed.key)
    assert edition.difference == {"rules": {"added": [], "gone": [], "changed": ["ml-mauritania"]}}
    assert regime.otherwise(rule_sets.find(edition.version, edition.digest), TODAY) == (2, 2)
    assert [one.key for one in rule_sets.awaiting()] == [proposed.key]


def test_an_earlier_set_comes_back_by_being_proposed_again(staff):
    in_service(staff, files())
    in_service(staff, files("mrt-2027.2", rules=no_chad_visa))
    in_service(staff, files(), "DEC-8")
    assert rule_sets.in_force().version == "mrt-2027.1"
    assert len(rule_sets.before()) == 3 and rule_sets.awaiting() == []


def test_the_tables_follow_from_the_journal(amina, staff):
    stay.see(shows(amina, "TCD"), amina, sticker(), None)
    in_service(staff, files())
    before = rows()
    rebuild(FOLLOW_ENTRIES)
    assert rows() == before


def rows():
    """The tables of this room, what is kept of travellers in clear."""
    clear = this_node().shift_keys.take_out_value
    found = [row for model in (Inspection, StaySeen, RuleEdition) for row in model.objects.order_by("key").values()]
    return [row | ({"kept": clear(row["kept"])} if "kept" in row else {}) for row in found]


def test_a_visa_seen_goes_on_with_an_open_case_and_goes_with_a_closed_one(amina, staff):
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what it records: it has no shift keys")
    referred = shows(amina, "TCD")
    stay.see(referred, amina, sticker(), None)
    decision.refer(referred, amina, "right_to_enter")
    passed = shows(amina, "TCD", document_number="R4")
    stay.see(passed, amina, sticker(), None)
    decision.admit(passed, amina, JOURNEY)
    bakary = shift.open_shift(staff["bakary"], "ML-GOG")
    shift.close_shift(amina)
    assert StaySeen.objects.get().inspection == referred.key
    referred.refresh_from_db()
    assert standing(referred, bakary).opened
