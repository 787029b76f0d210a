"""A resident's card: named once, recognised by one swipe, a number after the shift, and honest about what was asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jalon.config.demo import lists as synthetic
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.counting import cards, figures, regime
from jalon.counting.cards import Resident
from jalon.counting.models import Card, CardPassage, Holder
from jalon.crossings import decision, shift
from jalon.crossings.models import Inspection
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import amina, bakary, staff  # noqa: F401
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules

pytestmark = [pytest.mark.both]

TODAY = date.today()
NEXT_YEAR = (TODAY + timedelta(days=365)).isoformat()
MARIAM = Resident(
    "GOG-0417", "SIDIBE", "MARIAM", "1988", "F", "MLI", "Gogui", "Mairie de Gogui", "Arrêté 12/2025", NEXT_YEAR
)
WANTED = replace(
    MARIAM,
    number="GOG-0666",
    primary_identifier=synthetic.TRAVELLER_IDENTIFIERS[0],
    secondary_identifier=synthetic.TRAVELLER_IDENTIFIERS[1],
    birth_date=synthetic.WANTED.birth_date,
    sex="M",
    nationality="GIN",
)


@pytest.fixture
def listed(staff, tmp_path):  # noqa: F811
    """Put the synthetic national list in service, when asked."""

    def put():
        synthetic.write(tmp_path, 1, TODAY)
        files = [tmp_path / name for name in synthetic.FILES["national_mli"][1]]
        proposed, _ = editions.propose("national_mli", files, Rules(title="national"), staff["claire"], TODAY)
        editions.approve(proposed.key, "DEC-TEST-1", staff["issa"])

    return put


def code_of(card):
    return cards.holder_of(Card.objects.get(key=card))["code"]


def test_one_swipe_counts_one_and_a_swipe_sent_again_does_not(amina):  # noqa: F811
    card = cards.enrol(amina, MARIAM).card
    code = code_of(card)
    assert code[0] == "R" and set(code[1:]) <= set(cards.LETTERS)
    first = cards.show(amina, code, "entry", "foot", "pad:c1")
    assert (first.name, first.screened) == ("SIDIBE MARIAM", True)
    assert cards.show(amina, code, "entry", "foot", "pad:c1").passage == first.passage
    assert figures.of_shift(amina)["card"]["entry"] == 1
    assert figures.of_shift(amina)["counted"]["entry"] == 0


@pytest.mark.parametrize("typed", ["gog-0417", "GOG 0417", "gog0417"])
def test_its_number_is_as_good_as_its_code(amina, typed):  # noqa: F811
    cards.enrol(amina, MARIAM)
    assert cards.show(amina, typed, "exit", "cart").passage


def test_read_twice_by_the_reader_it_counts_once_and_the_way_back_counts(amina):  # noqa: F811
    code = code_of(cards.enrol(amina, MARIAM).card)
    cards.show(amina, code, "entry", "foot", "a")
    with pytest.raises(NotAllowed, match="card_just_counted"):
        cards.show(amina, code, "entry", "foot", "b")
    cards.show(amina, code, "exit", "foot", "c")
    assert figures.of_shift(amina)["card"]["exit"] == 1
    cards.take_back(amina)
    counted = figures.of_shift(amina)["card"]
    assert (counted["entry"], counted["exit"], counted["taken_back"]) == (1, 0, 1)


@pytest.mark.parametrize("text", ["", "RBCDFGHJKLNPR", "GOG-9999"])
def test_a_card_that_is_not_known_counts_nobody(amina, text):  # noqa: F811
    cards.enrol(amina, MARIAM)
    with pytest.raises(NotAllowed, match="card_unknown"):
        cards.show(amina, text, "entry", "foot")


def test_expired_withdrawn_and_a_number_twice(amina):  # noqa: F811
    card = cards.enrol(amina, MARIAM).card
    with pytest.raises(NotAllowed, match="card_number_taken"):
        cards.enrol(amina, MARIAM)
    with pytest.raises(NotAllowed, match="card_expired"):
        cards.enrol(amina, replace(MARIAM, number="X1", valid_until=(TODAY - timedelta(days=1)).isoformat()))
    cards.withdraw(amina, card, "lost")
    with pytest.raises(NotAllowed, match="card_withdrawn"):
        cards.show(amina, "GOG-0417", "entry", "foot")
    again = cards.enrol(amina, MARIAM).card
    assert cards.show(amina, "GOG-0417", "entry", "foot").card == again


def test_no_regime_no_card(amina, monkeypatch):  # noqa: F811
    monkeypatch.setattr(regime, "of_post", lambda *_: None)
    with pytest.raises(NotAllowed, match="no_local_regime"):
        cards.enrol(amina, MARIAM)


def test_whom_a_list_asks_for_gets_no_card_and_stands_at_the_desk(amina, listed):  # noqa: F811
    listed()
    found = cards.enrol(amina, WANTED)
    assert not Card.objects.exists()
    standing = Inspection.objects.get(key=found.inspection)
    assert standing.hits == 1 and standing.state == "open"
    decision.refer(standing, amina, "possible_match")


def test_a_list_of_later_that_day_stops_the_card(amina, listed):  # noqa: F811
    cards.enrol(amina, WANTED)
    assert cards.show(amina, WANTED.number, "entry", "foot").passage
    listed()
    found = cards.show(amina, WANTED.number, "exit", "foot")
    assert (found.passage, CardPassage.objects.count()) == ("", 1)
    assert Inspection.objects.get(key=found.inspection).hits == 1


def test_after_the_shift_the_name_is_gone_and_the_page_is_told(amina, staff):  # noqa: F811
    card = cards.enrol(amina, MARIAM).card
    code = code_of(card)
    cards.show(amina, code, "entry", "foot", "a")
    headquarters = this_node().keys.is_headquarters
    shift.close_shift(amina)
    amina.refresh_from_db()
    row = Card.objects.get()
    assert (row.count, row.direction, row.last_day) == (1, "entry", TODAY)
    assert figures.of_shift(amina)["card"]["entry"] == 1
    assert Holder.objects.exists() == headquarters
    assert rebuild(FOLLOW_ENTRIES) == []
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    found = cards.show(later, code, "exit", "foot", "b")
    assert (found.screened, bool(found.name)) == (headquarters, headquarters)
    assert figures.of_shift(later)["card"]["not_screened"] == (0 if headquarters else 1)
    shift.close_shift(later)
    assert Card.objects.get().count == 2
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()
