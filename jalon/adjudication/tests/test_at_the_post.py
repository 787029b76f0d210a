"""An innocent namesake between a real post and a real headquarters: stopped, cleared there, unhindered here."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from pathlib import Path

from jalon.adjudication.tests.headquarters import HEAD, row, traveller
from jalon.crossings import clearing, decision, shift
from jalon.crossings.inspection import inspect
from jalon.crossings.models import ClearedPair, Inspection
from jalon.crossings.rules import what_was_seen
from jalon.staff.models import Officer
from jalon.sync import session
from jalon.sync.tests.conftest import bare_node, headquarters, post
from jalon.sync.tests.two_nodes import Headquarters

PUT_IN_SERVICE = """
from datetime import date
from pathlib import Path
from jalon.staff import postings
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules
from jalon.web.gate import Role
amina, claire = postings.enrol("Amina", "installer"), postings.enrol("Claire", "installer")
postings.post(amina, "ML-GOG", Role.FIRST_LINE, "installer", date(2026, 1, 1))
postings.post(claire, "ML-HQ", Role.NATIONAL_DESK, "installer", date(2026, 1, 1))
proposed, _ = editions.propose("wanted", [Path(r"%s")], Rules(title="Wanted"), claire, date.today())
editions.approve(proposed.key, "D-1", "installer")
"""
DECIDE = """
from jalon.adjudication import adjudicating, cases
from jalon.adjudication.models import Hit
from jalon.staff.models import Officer
from jalon.web.gate import Role
claire = Officer.objects.get(name="Claire").id
hit = Hit.objects.order_by("position").first()
assert hit.post == "ML-GOG" and hit.at_post == "same", (hit.post, hit.at_post)
%s
print("open:", cases.count_open({Role.NATIONAL_DESK}))
"""


def exchanged(there: Headquarters) -> None:
    summary = session.synchronise()
    assert summary.whole and not summary.problems, summary
    there.work()


def passes() -> tuple[Inspection, bool]:
    """The same traveller at the desk: who, and whether a list stands in the way."""
    duty = shift.open_shift(Officer.objects.get(name="Amina").id, "ML-GOG")
    seen = Inspection.objects.get(key=inspect(traveller(), "entry", duty).key)
    stopped = bool(clearing.standing(seen, what_was_seen(seen)))
    if stopped:
        decision.refer(seen, duty, "possible_match")
    else:
        decision.admit(seen, duty, {"direction": "entry", "transport": "foot"}, looked="compared")
    return seen, stopped


def test_a_namesake_is_cleared_at_headquarters_and_passes_the_post(
    post: Path, headquarters: Headquarters, tmp_path: Path
) -> None:
    file = tmp_path / "wanted.csv"
    file.write_text(HEAD + row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17"), encoding="utf-8")
    headquarters.python(PUT_IN_SERVICE % file)
    headquarters.work()
    exchanged(headquarters)
    assert passes()[1]
    exchanged(headquarters)
    assert "open: 0" in headquarters.python(DECIDE % 'adjudicating.clear(hit.key, claire, "document")')
    exchanged(headquarters)
    assert ClearedPair.objects.get().hint == ""
    seen, stopped = passes()
    assert not stopped and what_was_seen(seen)["hits"][0]["cleared"]["hint"] == ""
    exchanged(headquarters)
    assert "open: 1" in headquarters.python(DECIDE % 'adjudicating.reopen(hit.key, claire, "new_facts")')
    exchanged(headquarters)
    assert passes()[1]
