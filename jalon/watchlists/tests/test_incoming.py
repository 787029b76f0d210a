"""Files on their way to an edition: read apart, under limits, and gone when they are proposed or abandoned."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

import pytest

from jalon.apart import parent
from jalon.watchlists import editions, incoming, reading
from jalon.watchlists.formats.guards import Guards
from jalon.watchlists.incoming import Incoming
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules
from jalon.watchlists.tests.samples import un
from jalon.watchlists.tests.test_formats_un_sc import PERSON
from jalon.watchlists.tests.test_lookup import HEAD, TODAY, put_in_service, row

RULES = Rules(title="Trial")


def read(path, name="trial"):
    """Start reading and wait for its end."""
    one = incoming.read_files(name, [("sent by Claire.csv", path)], RULES, "claire", TODAY)
    return one, wait(one)


def wait(one):
    for _ in range(400):
        if (result := one.result) is not None:
            return result
        time.sleep(0.05)
    raise AssertionError("the reading does not end")


def table(folder, *rows):
    path = folder / "table.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


@pytest.mark.both
def test_read_apart_then_proposed_then_gone(node, tmp_path):
    one, result = read(table(tmp_path, row(1, TODAY), row(2, TODAY)))
    assert result["fault"] == "" and result["counts"]["persons"] == 2
    assert result["difference"] == {"added": 2, "changed": 0, "removed": 0}
    assert one.folder.stat().st_mode & 0o777 == 0o700
    recorded = incoming.propose(one, "claire")
    edition = Edition.objects.get(key=recorded.key)
    assert (edition.number, edition.counts["persons"], edition.rules["title"]) == (1, 2, "Trial")
    assert editions.check_file(edition).exists()
    assert not one.folder.exists()
    with pytest.raises(incoming.NothingToPropose):
        incoming.propose(Incoming(one.key, one.folder, one.job), "claire")
    assert Edition.objects.count() == 1
    editions.approve(edition.key, "D-1", "issa")


def test_two_who_press_at_once_propose_one_edition(node, tmp_path):
    one, result = read(table(tmp_path, row(1, TODAY)))
    (one.folder / reading.EDITION).rename(one.folder / incoming.TAKEN)
    with pytest.raises(incoming.NothingToPropose, match="already"):
        incoming.propose(one, "claire")
    assert result["fault"] == "" and not Edition.objects.exists()


def test_it_gives_what_the_reading_in_this_process_gives(node, tmp_path):
    path = table(tmp_path, row(1, TODAY), row(2, TODAY))
    one, _ = read(path)
    apart = (one.folder / reading.EDITION).read_bytes()
    editions.propose("other", [path], RULES, "claire", TODAY)
    assert editions.file_of("other", 1).read_bytes() == apart


def test_the_difference_with_the_edition_in_service(node, tmp_path):
    put_in_service(tmp_path, [row(n, TODAY) for n in range(1, 11)])
    changed = [row(1, TODAY, born="1985-01-01"), *[row(n, TODAY) for n in range(3, 11)], row(11, TODAY)]
    _, result = read(table(tmp_path, *changed))
    assert result["difference"] == {"added": 1, "changed": 1, "removed": 1}


def test_a_bad_row_is_said_with_its_place(node, tmp_path):
    yesterday = TODAY - timedelta(days=1)
    one, result = read(table(tmp_path, row(1, TODAY), row(2, yesterday)))
    (refused,) = incoming.refused_of(result)
    assert (refused.file, refused.row, refused.field, refused.code) == ("sent by Claire.csv", 3, "expires", "expired")
    assert result["fault"] == "refused"
    assert [reason.code for reason in incoming.reasons_of(result)] == ["too_many_refused"]
    with pytest.raises(editions.EditionRefused):
        incoming.propose(one, "claire")
    assert one.folder.exists() and not Edition.objects.exists()
    incoming.abandon(one)
    assert not one.folder.exists()


def test_a_file_that_is_no_list(node, tmp_path):
    path = tmp_path / "no.csv"
    path.write_text("nothing to see")
    one, result = read(path)
    assert result["fault"] == "unreadable"
    assert incoming.problems_of(result)[0].code == "not_recognised"
    with pytest.raises(ValueError, match="nothing to propose"):
        incoming.propose(one, "claire")


@pytest.mark.parametrize(
    ("limit", "value", "fault"), [("MEMORY", 60 << 20, {"too_much_memory", "broken"}), ("SECONDS", 1, {"too_long"})]
)
def test_a_reading_that_takes_too_much_is_stopped_and_said(node, tmp_path, monkeypatch, limit, value, fault):
    """The child is our own module: a copy of it with a lower limit shows that the limit holds."""
    source = (incoming.settings.PACKAGE / "watchlists" / "reading.py").read_text()
    low = tmp_path / "low_reading.py"
    lines = [f"{limit} = {value}" if line.startswith(f"{limit} = ") else line for line in source.splitlines()]
    assert lines != source.splitlines()
    low.write_text("\n".join(lines))
    path = table(tmp_path, *[row(n, TODAY) for n in range(150_000)])
    monkeypatch.setattr(incoming, "command", lambda folder: [sys.executable, str(low), str(folder)])
    _, result = read(path)
    assert result["fault"] in fault


def test_a_reading_that_was_killed_is_said_to_be_broken(node, tmp_path):
    one = incoming.read_files(
        "trial", [("a.csv", table(tmp_path, *[row(n, TODAY) for n in range(100_000)]))], RULES, "claire", TODAY
    )
    assert one.result is None
    parent._children[-1].kill()
    parent._children[-1].wait()
    assert one.result == {"fault": "broken"}


@pytest.mark.parametrize("name", ["incoming", "files", "../up", "a", "Upper", "x" * 41, "1st", "", "a/b"])
def test_names_that_are_no_names_of_a_list(node, tmp_path, name):
    with pytest.raises(incoming.ListNameRefused):
        incoming.read_files(name, [], RULES, "claire", TODAY)


def test_keys_that_are_no_keys(node):
    assert [incoming.find(key) for key in ("..", "arriving", "x" * 32, "0" * 32)] == [None] * 4


def test_what_nobody_came_back_to_is_removed(node, tmp_path):
    one, _ = read(table(tmp_path, row(1, TODAY)))
    assert incoming.sweep() == 0
    assert incoming.sweep(time.time() + incoming.FORGOTTEN_AFTER + 60) == 1
    assert not one.folder.exists()


def test_the_publishers_day_goes_with_the_edition_and_with_its_return(node, tmp_path):
    path = tmp_path / "un.xml"
    dated = "<CONSOLIDATED_LIST dateGenerated='2026-02-27T00:00:09Z'"
    path.write_text(un(PERSON.format(more="")).replace("<CONSOLIDATED_LIST", dated), encoding="utf-8")
    proposed, _ = editions.propose("un", [path], RULES, "claire", TODAY, bounds=Guards(minimum_persons=1))
    editions.approve(proposed.key, "D-1", "issa")
    first = Edition.objects.get(key=proposed.key)
    one = incoming.bring_back(first, "claire", TODAY)
    wait(one)
    back = Edition.objects.get(key=incoming.propose(one, "claire").key)
    assert (first.dated, back.dated) == ("2026-02-27", "2026-02-27")
    assert editions.age_in_days(first) >= (TODAY - date(2026, 2, 27)).days


@pytest.mark.both
def test_an_earlier_edition_comes_back_as_a_new_one(node, tmp_path):
    first = put_in_service(tmp_path, [row(1, TODAY), row(2, TODAY)])
    put_in_service(tmp_path, [row(1, TODAY), row(2, TODAY), row(3, TODAY)])
    one = incoming.bring_back(first, "claire", TODAY)
    result = wait(one)
    assert result["difference"] == {"added": 0, "changed": 0, "removed": 1}
    recorded = incoming.propose(one, "claire")
    back = Edition.objects.get(key=recorded.key)
    assert (back.number, back.root, back.rules) == (3, first.root, first.rules)
    with pytest.raises(editions.NotAllowed):
        editions.approve(back.key, "D-3", "claire")
    editions.approve(back.key, "D-3", "issa")
    assert editions.number_in_service("trial") == 3
    assert editions.file_of("trial", 2).exists()


def test_an_altered_edition_does_not_come_back(node, tmp_path):
    first = put_in_service(tmp_path, [row(1, TODAY)])
    put_in_service(tmp_path, [row(1, TODAY), row(2, TODAY)])
    editions.file_of("trial", 1).write_text("{}\n")
    assert wait(incoming.bring_back(first, "claire", TODAY))["fault"] == "altered"


def test_the_file_of_somebody_at_the_machine_is_left_as_it_was(node, tmp_path):
    path = table(tmp_path, row(1, TODAY))
    path.chmod(0o644)
    one, _ = read(path)
    assert path.stat().st_mode & 0o777 == 0o644 and path.stat().st_nlink == 1
    assert (one.folder / "1.file").stat().st_mode & 0o777 == 0o600


def test_progress_moves(node, tmp_path):
    path = table(tmp_path, *[row(n, TODAY) for n in range(40_000)])
    one = incoming.read_files("trial", [("a.csv", path)], RULES, "claire", TODAY)
    seen = set()
    while one.result is None:
        seen.add(one.percent)
        time.sleep(0.02)
    assert len(seen) > 4 and seen <= set(range(101))
