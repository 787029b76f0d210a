"""A partner at a headquarters reads what forums show, and nothing of what the state keeps among its own."""

from datetime import date

import pytest

from jalon.adjudication.tests.conftest import headquarters
from jalon.cooperation import directory
from jalon.cooperation.models import (
    Challenge,
    DirectoryLine,
    Document,
    Figure,
    Measure,
    Meeting,
    Practice,
    Progress,
    Project,
    Question,
    Recommendation,
)
from jalon.secretariat import urls
from jalon.secretariat.tests.signing_in import PARTNER, browser_of
from jalon.web.gate import Role

__all__ = ["headquarters"]
DAY, SECRET = date(2026, 11, 2), "Plan de patrouille"
WORDS = {"fr": SECRET}
REPORT = {"recommendation": "r.e.1", "as_of": DAY, "state": "under_way", "text": WORDS}
# A row of each kind that an address names, as a state keeps it among its own.
OWN = [
    Meeting(key="m.e.1", title=WORDS, level="national", starts=DAY, ends=DAY, place=SECRET),
    Document(key="d.e.1", meeting="m.e.1", title=WORDS, name="plan.pdf"),
    Recommendation(
        key="r.e.1", number="1", level="national", theme="equipment", source="meeting", binds=["MLI"], proof="question"
    ),
    Challenge(key="c.e.1", title=WORDS, level="national", blocks=["r.e.1"]),
    Measure(key="a.e.1", recommendation="r.e.1", title=WORDS, level="national", owner="MLI"),
    Project(key="p.e.1", code="P", title=WORDS, donor="iom", starts=DAY, months=2, currency="XOF"),
    Practice(key="b.e.1", title=WORDS, where=SECRET, level="national"),
    Progress(key="g.e.1", **REPORT),
    Question(key="q.e.1", about="r.e.1", to="MLI", text=WORDS, reply_by=DAY),
    Figure(key="f.e.1", indicator="passages", code="MLI", since=DAY, until=DAY, value=37, source="paper"),
    DirectoryLine(key="l.e.1", code="MLI", level="national", place=SECRET, function=WORDS, telephone="70 00 00 00"),
]
REST = {"number": "0", "indicator": "passages", "form": "json", "code": "MLI", "language": "fr", "kind": "csv"}
REST |= {"token": "x", "audience": "traveller", "kept_as": "d.e.1"}
# Addresses of the room's screen and of papers speak of a meeting; the rest take any row there is.
OPEN = [one for one in urls.PAGES if PARTNER in one.callback.opens_to]
# These name no forum and no row: what they list is looked at.
LISTS = {"promises", "directory", "directory_print", "directory_pdf", "library"}


@pytest.fixture
def own(headquarters):
    for number, row in enumerate(OWN):
        row.party, row.position, row.at = "MLI", number + 1, 1_790_000_000_000
        type(row).objects.bulk_create([row])


def addresses():
    """Every address that opens to a partner, for each row of a state's own."""
    for pattern in OPEN:
        asked = pattern.pattern.converters
        keys = [row.key for row in OWN] if {"key", "about"} & asked.keys() else [""]
        for key in keys:
            named = {name: REST.get(name, key) for name in asked} | ({"forum": "own"} if "forum" in asked else {})
            yield (
                pattern.name,
                "/"
                + "".join(
                    f"{named[part[1:-1].split(':')[1]]}" if part.startswith("<") else part for part in _parts(pattern)
                ),
            )


def _parts(pattern):
    return str(pattern.pattern).replace("<", "\0<").replace(">", ">\0").split("\0")


def test_nothing_of_a_states_own_opens_to_a_partner(own, settings):
    settings.JALON_SECOND_FACTOR = "optional"
    partner, claire = browser_of("pia", PARTNER), browser_of("claire", Role.NATIONAL_DESK)
    partner.raise_request_exception = claire.raise_request_exception = False
    asked = list(addresses())
    assert len(asked) > 150
    opened = {
        (name, address) for name, address in asked if name not in LISTS and partner.get(address).status_code != 404
    }
    assert not opened
    assert not {(name, way) for name, way in asked if name not in LISTS and partner.post(way).status_code != 404}
    for name, address in asked:
        if name in LISTS - {"directory_pdf"}:
            assert SECRET not in partner.get(address).content.decode(), name
    for behind in ("/promises/directory/print/?forum=own", "/promises/measures/library/?recommendation=r.e.1"):
        assert partner.get(behind).status_code == 404
    assert SECRET in claire.get("/promises/directory/").content.decode()
    assert claire.get("/promises/measures/a.e.1/").status_code == 200


@pytest.mark.both
def test_no_clock_decides_whose_line_counts(own):
    """A line that bears a day far ahead is set right by the next; a party's own word outweighs another's of it."""

    def line(key, position, at, forum, party, telephone):
        facts = {"code": "NER", "level": "national", "place": "Niamey", "function": {"fr": "permanence"}}
        DirectoryLine.objects.create(
            key=key, position=position, at=at, forum=forum, party=party, telephone=telephone, **facts
        )

    here = lambda: next(one.telephone for one in directory.lines(None) if one.place == "Niamey")  # noqa: E731
    far = 4_000_000_000_000
    line("n.e.1", 101, far, "aa", "MLI", "1")
    line("n.e.2", 102, 1, "bb", "MLI", "2")
    assert here() == "2"
    line("n.e.3", 103, 1, "aa", "NER", "3")
    line("n.e.4", 104, far, "bb", "MLI", "4")
    assert here() == "3"
    line("n.e.5", 105, 1, "", "MLI", "5")
    assert here() == "5"
