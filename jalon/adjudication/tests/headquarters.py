"""A headquarters in a test: a node that is its own root, the posts' machines enrolled, travellers who arrived."""

from __future__ import annotations

from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.crossings import shift
from jalon.crossings.inspection import Shown, inspected
from jalon.crossings.models import Inspection
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.watchlists import editions
from jalon.watchlists.formats.guards import Guards
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules

PASSWORD = "correct horse battery"
TODAY = date.today()
LATER = (TODAY + timedelta(days=200)).isoformat()
HEAD = (
    "id,surname,given_names,birth_date,sex,nationality,document_number,document_country,authority,decision_number,legal_basis,"
    "action,confirmation,telephone,category,expires\n"
)


def row(id_, surname, given, born, action="refer", confirmation="", category="", document=",", nationality="", sex=""):
    """A line of the national table."""
    where = f"{sex},{nationality},{document},Cour de Kayes,D-{id_},Art. 1"
    return f"{id_},{surname},{given},{born},{where},{action},{confirmation},+223 20000000,{category},{LATER}\n"


def put_in_service(folder, name, *rows, **rules):
    """An edition of a national list, proposed by one and approved by another."""
    path = folder / f"{name}.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    proposed, parsed = editions.propose(
        name, [path], Rules(title=name.title(), **rules), "claire", TODAY, bounds=Guards()
    )
    assert not parsed.refused, parsed.refused
    editions.approve(proposed.key, "D-1", "issa")
    return Edition.objects.get(key=proposed.key)


def traveller(surname="DIALLO", given="MOHAMED SHEIKH", born="1984-05-17", number="G01234567", state="GIN", **more):
    fields = {
        "issuing_state": state,
        "primary_identifier": surname,
        "secondary_identifier": given,
        "document_number": number,
        "nationality": state,
        "birth_date": born,
        "sex": "M",
        "expiry_date": "2031-06-14",
    }
    return Shown("passport", fields | more, "typed")


def arrive(officers, shown=None, *, hits=None, lists=None, **decided):
    """A traveller as a post's entry tells of one: its own hits and lists may be said otherwise than here. Admitted."""
    there = shift.current(officers["amina"]) or shift.open_shift(officers["amina"], "ML-GOG")
    body = inspected(shown or traveller(), "entry", there)
    body |= {name: value for name, value in (("hits", hits), ("lists", lists)) if value is not None}
    key = bytes.fromhex(there.shift_key)
    seen = record("crossing.inspected", body, there.officer, key)
    said = {"inspection": seen.key, "shift": there.key, "outcome": "admitted", "line": 1, "transport": "car"}
    record("crossing.decided", said | {"journey": {"direction": "entry", **decided}}, there.officer, key)
    return Inspection.objects.get(key=seen.key)


def enrol(node_id="aaaaaaaaaaaaaaaa", post="ML-KYS", recall=None):
    """A post's machine, as this headquarters knows it."""
    body = {
        "node": node_id,
        "post": post,
        "signing": "11" * 32,
        "sealing": X25519PrivateKey.generate().public_key().public_bytes_raw().hex(),
        "recall": (recall or this_node().keys.recall).hex(),
        "by": "issa",
    }
    record("node.enrolled", body, "issa")
    return node_id


def work(*followers):
    """Every follower of the room, or these, until nothing is left."""
    from jalon.adjudication import carrying, matching, rematching, vehicles

    for follow in followers or (matching.follow, vehicles.follow, carrying.follow, rematching.follow):
        for _ in range(500):
            if not follow():
                break
        else:
            raise AssertionError(f"{follow.__module__} does not end")
