"""What a forum sees of a member's officers, and what it goes on giving to a member that left."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.cooperation import edition, forums, recommendations
from jalon.cooperation.models import DirectoryLine
from jalon.journal.models import Peer
from jalon.journal.node import journal_connection
from jalon.journal.peers import tell_forum, who_told
from jalon.sync.editions.kinds.kind import Offer

DAY, BY, FORUM = date(2026, 3, 2), "d0" * 8, "aa" * 8


@pytest.mark.both
def test_a_forum_sees_the_party_and_home_knows_the_officer(headquarters):
    sealing = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    Peer.objects.create(id=FORUM, sealing=sealing, signing="", address="", party="MLI", joined="a.b.1", joined_at=1)
    line = {"forum": FORUM, "party": "MLI", "code": "MLI", "level": "national", "place": "Bamako"}
    acts = [("directory.line_written", line | {"telephone": number}) for number in ("+223 1", "+223 2")]
    first = tell_forum(FORUM, acts[:1], BY)
    both = tell_forum(FORUM, acts, "e1" * 8)
    assert set(DirectoryLine.objects.values_list("by", flat=True)) == {"MLI"}
    assert [who_told(one.key) for one in (*first, *both)] == [BY, "e1" * 8, "e1" * 8]
    assert who_told("aa.bb.1") == ""
    connection, _ = journal_connection()
    rows = connection.execute(
        "SELECT j.header FROM journal_entry j JOIN journal_epoch e ON j.node = e.node AND j.epoch = e.epoch"
        f" WHERE e.stream = 'forum {FORUM}'"
    ).fetchall()
    assert len(rows) == 3 and not any(BY in str(bytes(raw)) for (raw,) in rows)


def test_who_left_is_given_what_was_said_by_then(forum):
    forums.found({"fr": "Comité"}, "regional", DAY, BY)
    for code in ("MLI", "NER"):
        forums.add_party(forum, code, "state", {}, DAY, BY)
    facts = {"level": "national", "theme": "equipment", "source": "meeting", "proof": "deliverable", "binds": ["MLI"]}
    facts |= {"deliverable": {"fr": "un lecteur"}, "due": date(2026, 12, 31)}
    recommendations.put(facts | {"number": "1"}, {"fr": "Avant"}, forum, BY)
    forums.party_left(forum, "NER", date(2026, 11, 1), BY)
    recommendations.put(facts | {"number": "2"}, {"fr": "Après"}, forum, BY)

    def given(code):
        lines = list(edition.rows(Offer(f"agreed.{forum}", code)))
        return [one["number"] for one in lines if "number" in one], {one.get("what") for one in lines}

    assert given("MLI")[0] == ["1", "2"]
    numbers, facts_told = given("NER")
    assert numbers == ["1"] and "left" in facts_told
