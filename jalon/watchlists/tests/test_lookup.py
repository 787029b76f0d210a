"""What the desk asks of the lists: nothing that is over, and nothing from a file that was altered."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from jalon.crossings.inspection import Shown, not_checked
from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists import editions, lookup
from jalon.watchlists.examining import FileAltered
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules

TODAY = date.today()
HEAD = "id,surname,given_names,birth_date,authority,decision_number,legal_basis,action,telephone,expires\n"


def row(number: int, expires: date, name: str = "JALLOH,Mouhamadou Cheikh", born: str = "1984-05-17") -> str:
    return f"T-{number},{name},{born},Cour de Kayes,D-{number},Art. 1,refer,+223 20000000,{expires}\n"


def put_in_service(folder, rows, name="trial"):
    path = folder / f"{name}.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    proposed, _ = editions.propose(name, [path], Rules(title=name), "claire", TODAY)
    editions.approve(proposed.key, "D-1", "issa")
    return Edition.objects.get(key=proposed.key)


WANTED = Person(names=(Name("Mouhamadou Cheikh JALLOH"),), birth_dates=(BirthDate("1984-05-17"),))


@pytest.mark.both
@pytest.mark.parametrize(("later", "hits"), [(0, 1), (10, 1), (11, 0), (400, 0)])
def test_a_listing_matches_through_the_day_it_expires(node, tmp_path, later, hits):
    put_in_service(tmp_path, [row(1, TODAY + timedelta(days=10))])
    assert len(lookup.look_up(WANTED, today=TODAY + timedelta(days=later))) == hits


def test_listings_that_are_over_do_not_take_the_place_of_others(node, tmp_path):
    soon = TODAY + timedelta(days=1)
    put_in_service(tmp_path, [row(n, soon) for n in range(1, 8)] + [row(8, TODAY + timedelta(days=90))])
    found = lookup.look_up(WANTED, today=TODAY + timedelta(days=2))
    assert [hit.listing for hit in found] == ["T-8"]


@pytest.mark.both
@pytest.mark.parametrize("harm", ["one byte", "cut short", "removed"])
def test_an_altered_file_is_refused_loudly_and_not_used(node, tmp_path, caplog, harm):
    edition = put_in_service(tmp_path, [row(1, TODAY + timedelta(days=10))])
    path = editions.file_of(edition.list, edition.number)
    content = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(content[:-20] if harm == "cut short" else content.replace(b"JALLOH", b"JALLOW"))
    assert lookup.look_up(WANTED) == []
    assert lookup.lists_in_service() == []
    assert [one.list for one in lookup.altered_lists()] == ["trial"]
    assert "not the one that was proposed" in caplog.text
    said = not_checked(Shown("passport", {}, "typed"), lookup.lists_in_service(), None)
    assert {"code": "list_altered", "list": "trial"} in said
    with pytest.raises(FileAltered):
        editions.approve(again(tmp_path, edition), "D-2", "issa")


def again(folder, edition):
    """A second edition, whose file is altered before it is approved."""
    proposed, _ = editions.propose("trial", [folder / "trial.csv"], Rules(title="trial"), "claire", TODAY)
    editions.file_of("trial", edition.number + 1).write_text("{}\n")
    return proposed.key


@pytest.mark.both
def test_a_list_never_goes_back(node, tmp_path):
    put_in_service(tmp_path, [row(1, TODAY)])
    old, _ = editions.propose("trial", [tmp_path / "trial.csv"], Rules(title="trial"), "claire", TODAY)
    put_in_service(tmp_path, [row(1, TODAY), row(2, TODAY)])
    with pytest.raises(editions.NotAllowed):
        editions.approve(old.key, "D-2", "issa")
    editions.record("list.edition_approved", {"edition": old.key, "decision": "by force"}, "issa")
    assert editions.number_in_service("trial") == 3
    assert editions.awaiting() == []


def test_two_who_propose_at_once_get_two_numbers(node, tmp_path, monkeypatch):
    put_in_service(tmp_path, [row(1, TODAY)])
    monkeypatch.setattr(editions.Edition.objects, "filter", lambda **_: Edition.objects.none())
    monkeypatch.setattr(editions, "in_service_digests", lambda _: {})
    kept = editions.file_of("trial", 1).read_bytes()
    editions.propose("trial", [tmp_path / "trial.csv"], Rules(title="trial"), "claire", TODAY)
    assert editions.file_of("trial", 1).read_bytes() == kept
    assert editions.file_of("trial", 2).exists()


def test_a_person_is_also_found_by_document_until_the_listing_is_over(node, tmp_path):
    path = tmp_path / "papers.csv"
    path.write_text(
        HEAD.strip() + ",document_number,document_state\n" + row(1, TODAY).strip() + ",B0912345,BFA\n", encoding="utf-8"
    )
    proposed, _ = editions.propose("papers", [path], Rules(title="papers"), "claire", TODAY)
    editions.approve(proposed.key, "D-1", "issa")
    shown = Person(names=(Name("Somebody ELSE"),), document_numbers=(DocumentNumber("B0912345", "BFA"),))
    assert len(lookup.look_up(shown, today=TODAY)) == 1
    assert lookup.look_up(shown, today=TODAY + timedelta(days=1)) == []


FULL = "id,surname,given_names,birth_date,authority,decision_number,legal_basis,action,confirmation,telephone,expires\n"
LATER = TODAY + timedelta(days=90)


def listed(folder, *rows, **rules):
    """A list whose rows are (action, confirmation, birth date)."""
    lines = [
        f"T-{number},JALLOH,Mouhamadou Cheikh,{born},Cour de Kayes,D-{number},Art. 1,{action},{confirmed},"
        f"+223 20000000,{LATER}\n"
        for number, (action, confirmed, born) in enumerate(rows, 1)
    ]
    path = folder / "full.csv"
    path.write_text(FULL + "".join(lines), encoding="utf-8")
    proposed, parsed = editions.propose("full", [path], Rules(title="full", **rules), "claire", TODAY)
    assert not parsed.refused, [refusal.as_json() for refusal in parsed.refused]
    editions.approve(proposed.key, "D-1", "issa")


@pytest.mark.parametrize(
    ("confirmed", "listed_born", "born", "action"),
    [
        ("2026-11-01", "1984-05-17", "1984-05-17", "arrest"),
        ("2026-11-01", "", "1984-05-17", "refer"),  # the name is alone
        ("2026-11-01", "1984", "1984-05-17", "refer"),  # a year is shared by too many
        ("2026-11-01", "1984-05-17", None, "refer"),
    ],
)
def test_a_name_alone_can_only_refer(node, tmp_path, confirmed, listed_born, born, action):
    listed(tmp_path, ("arrest", confirmed, listed_born))
    dates = (BirthDate(born),) if born else ()
    found = lookup.look_up(Person(names=WANTED.names, birth_dates=dates, nationalities=("GIN",), sex="M"))
    assert [hit.action for hit in found] in ([action], [])
    assert found or action == "refer"


def test_what_asks_for_more_is_not_left_out_for_many_that_only_refer(node, tmp_path):
    listed(tmp_path, *[("refer", "", "1984-05-17")] * 12, ("arrest", "2026-11-01", "1984-05-17"))
    found = lookup.look_up(WANTED)
    assert sorted(hit.action for hit in found) == ["arrest", *["refer"] * lookup.MOST_HITS]


def test_a_traveller_whose_day_of_birth_is_not_known_is_looked_at_twice(node, tmp_path):
    listed(tmp_path, ("refer", "", "1984-05-17"))
    for dates in ((), (BirthDate("1984"),)):
        person = Person(names=(Name("Mohamed Sheikh DIALLO"),), birth_dates=dates, nationalities=("GIN",), sex="M")
        assert len(lookup.look_up(person)) == 1
    listed(tmp_path, ("refer", "", "1984-05-17"), threshold_undated=0.99)
    assert len(lookup.look_up(Person(names=(Name("Mohamed Sheikh DIALLO"),), sex="M"))) == 0


def test_whom_to_call_is_said_where_a_listing_names_nobody(node, tmp_path):
    path = tmp_path / "plain.jsonl"
    facts = {"name": ["Mouhamadou Cheikh JALLOH"], "birthDate": ["1984-05-17"]}
    path.write_text(json.dumps({"id": "p1", "schema": "Person", "properties": facts}) + "\n")
    rules = Rules(title="plain", authority="Direction, Bamako", telephone="+223 20 00 00 00")
    proposed, _ = editions.propose("plain", [path], rules, "claire", TODAY)
    editions.approve(proposed.key, "D-1", "issa")
    (hit,) = lookup.look_up(WANTED)
    assert (hit.facts["authority"], hit.facts["telephone"]) == ("Direction, Bamako", "+223 20 00 00 00")


@pytest.mark.both
@pytest.mark.parametrize(("published", "age"), [(40, 40), (0, 0), (-3, 0), (None, 0)])
def test_an_old_file_does_not_become_young_by_being_approved_today(node, tmp_path, published, age):
    edition = put_in_service(tmp_path, [row(1, TODAY + timedelta(days=10))])
    edition.dated = "" if published is None else (TODAY - timedelta(days=published)).isoformat()
    assert editions.age_in_days(edition) == age
