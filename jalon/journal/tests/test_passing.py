"""A row that cannot be read is left out and said; the others are passed, once each."""

from dataclasses import dataclass

import pytest
from django.db import OperationalError, transaction

from jalon.journal.models import Cursor, NotRead
from jalon.journal.passing import pass_each

pytestmark = pytest.mark.both


@dataclass
class Row:
    key: str
    position: int


ROWS = [Row(f"n.e.{number}", number) for number in range(1, 12)]


def passing(strange):
    def do(rows):
        with transaction.atomic():
            Cursor.objects.bulk_create([Cursor(name=row.key, position=row.position) for row in rows])
            if any(row.position in strange for row in rows):
                raise KeyError("the name of a traveller")

    return do


@pytest.mark.parametrize("strange", [set(), {1}, {11}, {4, 5, 9}, set(range(1, 12))])
def test_those_that_fail_are_left_out_and_the_others_are_done_once(node, strange):
    with transaction.atomic():
        pass_each(ROWS, passing(strange), "default", "counts")
    assert {row.position for row in NotRead.objects.all()} == strange
    assert set(NotRead.objects.values_list("reason", flat=True)) <= {"KeyError"}
    done = set(Cursor.objects.filter(name__startswith="n.e.").values_list("position", flat=True))
    assert done == {row.position for row in ROWS} - strange


def test_what_is_read_later_is_said_no_more(node):
    pass_each(ROWS, passing({4}), "default", "counts")
    pass_each([ROWS[3]], passing(set()), "default", "counts")
    assert not NotRead.objects.exists()


def test_a_fault_of_the_machine_is_no_row_s(node):
    def full(rows):
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError):
        pass_each(ROWS, full, "default", "counts")
    assert not NotRead.objects.exists()
