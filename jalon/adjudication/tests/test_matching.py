"""Everything received is matched again, and the past when a list changes."""

import pytest
from django.db import transaction

from jalon.adjudication import matching, past, rematching, scale
from jalon.adjudication.models import Awaited, Hit, PastPerson, Reading, Rematch
from jalon.adjudication.tests.headquarters import (
    TODAY,
    arrive,
    enrol,
    put_in_service,
    row,
    traveller,
    work,
)
from jalon.crossings.models import Inspection
from jalon.journal import applying
from jalon.journal.models import Parked
from jalon.journal.record import record
from jalon.screening.person import BirthDate, DocumentNumber, Name, Person
from jalon.watchlists import asking, editions, lookup
from jalon.watchlists.rules import Rules

pytestmark = pytest.mark.both

JALLOH = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17")


def told(edition, **more):
    """The lists a post says it asked."""
    return [{"list": edition.list, "edition": edition.number, "age": 0, **more}]


def test_a_post_that_misses_a_hit_is_found_out(headquarters, tmp_path):
    first = put_in_service(tmp_path, "wanted", JALLOH)
    arrive(headquarters)
    arrive(headquarters, hits=[], lists=told(first))
    arrive(headquarters, hits=[], lists=[])
    second = put_in_service(tmp_path, "wanted", JALLOH, row("T-2", "KEITA", "Awa", "1990-01-02"))
    arrive(headquarters, hits=[], lists=told(first))
    work(matching.follow)
    assert list(Hit.objects.order_by("position").values_list("listing", "at_post", "edition")) == [
        ("T-1", "same", second.number),
        ("T-1", "older", second.number),
        ("T-1", "not_held", second.number),
        ("T-1", "older", second.number),
    ]
    arrive(headquarters, hits=[], lists=told(second))
    work(matching.follow)
    assert Hit.objects.order_by("position").last().at_post == "missed"
    assert matching.lag() == 0 and matching.follow() == 0


def test_what_a_post_found_and_a_list_says_no_more_is_said(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH)
    arrive(headquarters)
    put_in_service(tmp_path, "wanted", row("T-2", "KEITA", "Awa", "1990-01-02"))
    work(matching.follow)
    hit = Hit.objects.get()
    assert (hit.at_post, hit.over, hit.edition_at_post, hit.edition) == ("post_only", "removed", 1, 1)


def test_lists_that_never_go_to_posts_are_asked_here(headquarters, tmp_path):
    put_in_service(
        tmp_path,
        "protect",
        row("P-1", "MAIGA", "Fanta", "1999-03-04", action="protect", category="victim"),
        row("P-2", "MAIGA", "Oumou", "1998-03-04", action="protect", category="missing_adult"),
    )
    arrive(headquarters, traveller("MAIGA", "FANTA", "1999-03-04", "A7654321", "MLI", sex="F"), hits=[], lists=[])
    work(matching.follow)
    hit = Hit.objects.get()
    assert (hit.listing, hit.protected, hit.action, hit.at_post) == ("P-1", True, "protect", "not_held")


def test_a_correction_is_matched_too_and_the_first_reading_stays(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH)
    seen = arrive(headquarters, traveller("TRAORE", "AWA", "1990-01-01"))
    changes = {"primary_identifier": ["TRAORE", "DIALLO"], "secondary_identifier": ["AWA", "MOHAMED SHEIKH"]}
    changes["birth_date"] = ["1990-01-01", "1984-05-17"]
    body = {"inspection": seen.key, "changes": changes, "reason": "misread", "remark": "", "hits": []}
    key = bytes(seen.kept)[:8]
    correction = record("crossing.corrected", body, seen.officer, key)
    work(matching.follow)
    hit = Hit.objects.get()
    assert (hit.reading, hit.inspection) == (correction.key, seen.key)
    assert sorted(Reading.objects.values_list("standing", flat=True)) == [False, True]
    record("crossing.cancelled", {"inspection": seen.key, "reason": "x", "remark": ""}, seen.officer, key)
    work(matching.follow)
    assert Hit.objects.get().over == "cancelled"


def test_a_correction_that_waited_for_its_traveller_is_matched_once_it_is_released(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH)
    seen = arrive(headquarters, traveller("TRAORE", "AWA", "1990-01-01"))
    work(matching.follow)
    Inspection.objects.filter(key=seen.key).delete()
    changes = {"primary_identifier": ["TRAORE", "DIALLO"], "secondary_identifier": ["AWA", "MOHAMED SHEIKH"]}
    changes["birth_date"] = ["1990-01-01", "1984-05-17"]
    body = {"inspection": seen.key, "changes": changes, "reason": "misread", "remark": "", "hits": []}
    correction = record("crossing.corrected", body, seen.officer, bytes(seen.kept)[:8])
    arrive(headquarters, traveller("KONE", "SALIF", "1970-01-01"))
    work(matching.follow)
    assert Parked.objects.get().key == correction.key and not Hit.objects.exists()
    seen.save(force_insert=True)
    assert applying.retry_parked() == 1
    work(matching.follow)
    assert Hit.objects.get().reading == correction.key
    assert not Awaited.objects.exists() and matching.follow() == 0


def test_killed_between_two_batches_and_run_twice_it_comes_to_the_same(headquarters, tmp_path, monkeypatch):
    put_in_service(tmp_path, "wanted", JALLOH)
    for number in range(5):
        arrive(headquarters, traveller(number=f"G0123456{number}"))

    def broken(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as harm:
        harm.setattr(matching.found, "keep", broken)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            matching.follow(2)
    assert not Reading.objects.exists() and not PastPerson.objects.exists()
    work(lambda: matching.follow(2))
    first = list(Hit.objects.order_by("key").values())
    assert len(first) == 5
    for model in (Hit, Reading, PastPerson):
        model.objects.all().delete()
    matching.Cursor.objects.all().delete()
    matching._swept.clear()
    work(matching.follow)
    assert list(Hit.objects.order_by("key").values()) == first


def test_what_was_held_back_and_accepted_later_is_not_forgotten(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH)
    early = arrive(headquarters)
    arrive(headquarters, traveller(number="G09999999"))
    Inspection.objects.filter(key=early.key).delete()  # as if it were not applied yet
    work(matching.follow)
    early.save(force_insert=True)
    work(matching.follow)
    assert not Hit.objects.filter(inspection=early.key).exists()
    enrol()
    record("node.revoked", {"node": "a" * 16, "since": 1, "why": "lost"}, "issa")
    record("node.held_accepted", {"node": "a" * 16, "up_to": 9, "why": "looked at"}, "issa")
    work(matching.follow)
    assert Hit.objects.filter(inspection=early.key).count() == 1


# ── the past ──


def people(headquarters, count=30):
    """Travellers of whom a few look like somebody."""
    for number in range(count):
        arrive(headquarters, traveller("TRAORE", "SEKOU", f"19{60 + number}-01-11", f"M12345{number:02}", "MLI"))
    arrive(headquarters)
    arrive(headquarters, traveller("DIALO", "MOUHAMADOU CHEICK", "1984-05-17", "G05555555"))
    arrive(headquarters, traveller("OUMAROU", "HAWA", "1991-02-03", "B0120125", "NER"))


LOST = "D-1"


@pytest.mark.parametrize("way", ["listings", "people"])
def test_a_changed_list_is_held_against_the_past_either_way(headquarters, tmp_path, monkeypatch, way):
    kept = row("T-9", "SIDIBE", "Boubacar", "1970-01-02")
    put_in_service(tmp_path, "wanted", kept)
    people(headquarters)
    work()
    assert not Hit.objects.exists()
    monkeypatch.setattr(rematching, "LISTING_COSTS", 0 if way == "listings" else 10_000)
    monkeypatch.setattr(rematching, "STRIDE", {"listings": 1, "people": 7})
    put_in_service(tmp_path, "wanted", kept, JALLOH, row("T-3", "SANGARE", "Awa", "1980-05-06"))
    assert rematching.lag() == 1
    work(rematching.follow)
    job = Rematch.objects.order_by("id").last()
    assert (job.way, job.whole, job.state, job.found) == (way, False, "done", 2)
    assert job.total == job.done == (2 if way == "listings" else 33)
    assert set(Hit.objects.values_list("listing", "at_post")) == {("T-1", "later")}
    assert rematching.lag() == 0 and rematching.follow() == 0


def test_both_ways_find_the_same(headquarters, tmp_path):
    people(headquarters)
    put_in_service(
        tmp_path,
        "wanted",
        JALLOH,
        row("T-2", "Traoré", "Sékou", "1965"),
        row("T-3", "OUMAROU", "Haoua", "1991-02-03", document="B0120125,NER"),
        threshold=0.6,
    )
    work(matching.follow)
    (loaded,) = lookup.lists_in_service()
    part = asking.Part(loaded.rules, loaded.listings, loaded.index, loaded.numbers, loaded.policy)
    job = Rematch(list="wanted", way="people")
    _, _, asked = rematching._people_ask(job, part)
    _, _, answered = rematching._listings_ask(job, part)

    def plain(found):
        return sorted((who, one.listing, round(one.score, 6)) for who, several in found for one in several)

    assert plain(asked) == plain(answered)
    assert {listing for _, listing, _ in plain(asked)} == {"T-1", "T-2", "T-3"}


def test_stopped_half_way_it_goes_on_from_there(headquarters, tmp_path, monkeypatch):
    people(headquarters)
    monkeypatch.setattr(rematching, "LISTING_COSTS", 10_000)
    monkeypatch.setattr(rematching, "STRIDE", {"listings": 1, "people": 10})
    put_in_service(tmp_path, "wanted", JALLOH)
    work(matching.follow)
    Hit.objects.all().delete()
    rematching.follow()
    rematching.follow()
    half = Rematch.objects.get()
    assert (half.done, half.state) == (20, "running") and half.whole
    rematching._part_of.cache_clear()  # another process
    asked = []
    one_more = rematching._people_ask
    monkeypatch.setitem(rematching.WAYS, "people", lambda *given: asked.append(given[0].last) or one_more(*given))
    work(rematching.follow)
    assert asked[0] == half.last
    assert Hit.objects.count() == 2 and Rematch.objects.get().state == "done"


def test_a_listing_that_changed_or_went_is_said_of_its_hits(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH, row("T-2", "OUMAROU", "Hawa", "1991-02-03"))
    people(headquarters, 1)
    work()
    put_in_service(tmp_path, "wanted", JALLOH.replace("D-T-1", "D-T-1 bis"))
    work()
    old, new = Hit.objects.filter(over=""), Hit.objects.exclude(over="")
    assert set(old.values_list("listing", "edition")) == {("T-1", 2)} and old.count() == 2
    assert set(new.values_list("listing", "over", "over_edition")) == {("T-1", "changed", 2), ("T-2", "removed", 2)}


def test_another_bar_asks_the_whole_list_and_a_newer_edition_sets_the_old_work_aside(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", JALLOH)
    people(headquarters, 1)
    work()
    put_in_service(tmp_path, "wanted", JALLOH, threshold=0.6)
    rematching.plan()
    assert Rematch.objects.get(state="running").whole
    put_in_service(tmp_path, "wanted", JALLOH, threshold=0.5)
    work()
    assert list(Rematch.objects.order_by("id").values_list("state", flat=True)) == ["done", "set_aside", "done"]
    assert rematching._not_matched() == []


def test_a_reported_document_is_found_in_the_past(headquarters, tmp_path):
    people(headquarters, 1)
    work(matching.follow)
    path = tmp_path / "lost.csv"
    path.write_text("number,issuing state,status,reported\nB0120125,NER,stolen,2026-01-05\n")
    proposed, _ = editions.propose("lost", [path], Rules(title="Lost"), "claire", TODAY)
    editions.approve(proposed.key, "D-1", "issa")
    work()
    hit = Hit.objects.get()
    assert (hit.kind, hit.score, hit.found_by) == ("document", 1.0, "rematch")


def test_processes_and_machines_answer_as_one_process_does(headquarters, tmp_path, monkeypatch):
    put_in_service(tmp_path, "wanted", JALLOH)
    (loaded,) = lookup.lists_in_service()
    part = asking.Part(loaded.rules, loaded.listings, loaded.index, loaded.numbers, loaded.policy)
    wanted = Person(names=(Name("Mohamed Sheikh DIALLO"),), birth_dates=(BirthDate("1984-05-17"),))
    other = Person(names=(Name("Awa KEITA"),), document_numbers=(DocumentNumber("A1234567", "MLI"),))
    asked = [(str(n), past.plain(wanted if n % 2 else other)) for n in range(20)]
    alone = scale.ask_chunk(part, asked, "2026-01-01")
    assert [reference for reference, _ in alone] == [str(n) for n in range(1, 20, 2)]
    monkeypatch.setattr(scale, "WORTH_SHARING", 2)
    monkeypatch.setattr(scale, "CHUNK", 3)
    assert scale.by("", "")(part, asked, "2026-01-01") == alone


@pytest.mark.parametrize(
    ("name", "address", "says"),
    [
        ("dusk", "", "must be empty, dask or ray"),
        ("dask", "", "JALON_SCALE_ADDRESS"),
        ("ray", "ray://10.0.0.5:1", "pip install ray"),
    ],
)
def test_a_scale_that_is_not_there_says_what_to_do(name, address, says, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(scale.ScaleMissing, match=says):
        scale.by(name, address)


def test_dask_answers_as_this_machine_does(headquarters, tmp_path):
    distributed = pytest.importorskip("distributed", reason="The library distributed is not installed.")
    put_in_service(tmp_path, "wanted", JALLOH)
    (loaded,) = lookup.lists_in_service()
    part = asking.Part(loaded.rules, loaded.listings, loaded.index, loaded.numbers, loaded.policy)
    wanted = Person(names=(Name("Mohamed Sheikh DIALLO"),), birth_dates=(BirthDate("1984-05-17"),))
    asked = [("1", past.plain(wanted))]
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        there = scale.by("dask", cluster.scheduler_address)(part, asked, "2026-01-01")
        distributed.default_client().close()
    assert there == scale.ask_chunk(part, asked, "2026-01-01")
