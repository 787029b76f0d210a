"""A post and its headquarters over a real socket: what goes up, what comes down, and what it costs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jalon.config import joining
from jalon.journal import receipts, sending
from jalon.journal.applying import follow
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.posts.models import Post
from jalon.staff import first_code
from jalon.staff.models import Account, Posting
from jalon.staff.postings import officer_roles
from jalon.sync import enrolment, session, stick
from jalon.sync.enrolment import EnrolmentRefused
from jalon.sync.link import Link, LinkDown
from jalon.sync.models import HeldEdition
from jalon.sync.stick import StickRefused
from jalon.sync.tests.two_nodes import Headquarters, free_port
from jalon.web.gate import Role

ENTRIES = """
from jalon.journal.node import journal_connection
connection, _ = journal_connection()
rows = connection.execute("SELECT epoch, seq, hash FROM journal_entry WHERE node = '%s' ORDER BY position").fetchall()
import json; print(json.dumps([[r[0], r[1], bytes(r[2]).hex()] for r in rows]))
"""
COUNTS = {"shift": "s", "figures": {}, "cards": [], "kept": [], "done": []}


def held_there(headquarters: Headquarters) -> list:
    return json.loads(headquarters.python(ENTRIES % this_node().id))


def recorded_here() -> list:
    from jalon.journal.node import journal_connection

    connection, _ = journal_connection()
    where = f"WHERE node = '{this_node().id}' ORDER BY position"
    rows = connection.execute(f"SELECT epoch, seq, hash FROM journal_entry {where}").fetchall()
    return [[epoch, seq, bytes(hashed).hex()] for epoch, seq, hashed in rows]


def acts(count: int) -> None:
    for number in range(count):
        record("counts.closed", COUNTS | {"shift": f"shift {number}"}, "a1b2c3d4")


def exchanged() -> session.Summary:
    summary = session.synchronise()
    assert summary.whole and not summary.problems, summary
    return summary


def test_entries_arrive_once_in_order_and_editions_come_down(post: Path, headquarters: Headquarters) -> None:
    acts(37)
    headquarters.work()
    summary = exchanged()
    assert summary.sent >= 37 and {name.split()[0] for name in summary.editions} == {"officers", "posts"}
    assert sending.not_sent() == 0
    assert held_there(headquarters) == recorded_here()
    assert Post.objects.count() > 10  # as the headquarters declares them
    assert exchanged().sent == 0
    assert held_there(headquarters) == recorded_here()


def test_an_officer_posted_at_headquarters_chooses_a_password_at_the_post(
    post: Path, headquarters: Headquarters
) -> None:
    code = headquarters.python("""
from datetime import date
from jalon.staff import first_code, postings
from jalon.web.gate import Role
account, code = first_code.enrol("Amina", "amina", "installer")
postings.post(account.officer, "ML-GOG", Role.FIRST_LINE, "installer", date(2026, 1, 1))
print(code)
""").split()[-1]
    headquarters.work()
    assert "officers" in " ".join(exchanged().editions)
    amina = Account.objects.get(username="amina")
    assert officer_roles(amina.officer) == {Role.FIRST_LINE}
    assert first_code.use("amina", code, "une-nuit-blanche-2026")
    assert not first_code.use("amina", code, "encore-une-fois-2026")
    headquarters.python("""
from jalon.staff.models import Account
from jalon.journal.record import record
record("officer.suspended", {"officer": Account.objects.get(username="amina").officer}, "installer")
""")
    headquarters.work()
    exchanged()
    amina.refresh_from_db()
    assert not amina.is_active and not officer_roles(amina.officer)
    assert not first_code.use("amina", code, "encore-une-fois-2026")  # a code comes down once
    assert Posting.objects.count() == 1


def test_what_is_told_to_one_node_reaches_it_alone(post: Path, headquarters: Headquarters) -> None:
    exchanged()
    headquarters.python(f"""
from jalon.journal.down import tell
tell("{this_node().id}", [("post.declared", {{"code": "ML-TOLD", "name": "Told", "country": "MLI"}})], "installer")
""")
    assert exchanged().received == 1
    assert Post.objects.filter(code="ML-TOLD").exists()
    acts(1)
    assert exchanged().received == 0


def test_a_stick_carries_both_ways_and_is_harmless_twice(
    post: Path, headquarters: Headquarters, tmp_path: Path
) -> None:
    acts(12)
    first = tmp_path / "up.stick"
    assert stick.write(first).entries >= 12
    said = headquarters.jalon("sync", "import", str(first))
    assert "12 entries new" in said
    assert "0 entries new, 1 known" in headquarters.jalon("sync", "import", str(first))
    assert held_there(headquarters) == recorded_here()
    assert sending.not_sent() == 12  # until the answer comes back
    answer = tmp_path / "down.stick"
    headquarters.work()
    headquarters.jalon("sync", "export", str(answer), "--node", this_node().id)
    for _ in range(2):
        taken = stick.take(answer)
        assert not taken.problems and taken.receipts == 1
    assert HeldEdition.objects.filter(node=this_node().id).count() == 2
    assert receipts.last(this_node().receipt).seq >= 12  # type: ignore[union-attr]
    assert exchanged().sent == sending.recorded_here() - 12  # only that the editions were switched to


def test_a_stick_for_another_or_altered_anywhere_is_refused(
    post: Path, headquarters: Headquarters, tmp_path: Path
) -> None:
    acts(1)
    path = tmp_path / "up.stick"
    stick.write(path)
    with pytest.raises(StickRefused):
        stick.take(path)  # our own
    answer = tmp_path / "down.stick"
    headquarters.jalon("sync", "export", str(answer), "--node", this_node().id)
    whole = answer.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        answer.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(StickRefused):
            stick.take(answer)
        answer.write_bytes(whole[:at])
        with pytest.raises(StickRefused):
            stick.take(answer)


def test_a_revoked_machine_gets_nothing_and_what_it_sends_is_held_back(post: Path, headquarters: Headquarters) -> None:
    acts(1)
    exchanged()
    node = this_node().id
    headquarters.jalon("node", "revoke", "--node", node, "--why", "captured", "--by", "issa")
    acts(2)
    summary = session.synchronise()
    assert summary.sent == 2 and sending.not_sent() == 0  # kept whole, receipted
    headquarters.work()
    held = f"from jalon.journal.models import Parked as P; print(P.objects.filter(waits_for='held.{node}').count())"
    assert headquarters.python(held).split()[-1] == "2"
    headquarters.python(f"""
from jalon.journal import nodes
from jalon.journal.applying import entries_in_journal
nodes.accept_held("{node}", entries_in_journal(), "looked at one by one", "installer")
""")
    assert headquarters.python(held).split()[-1] == "0"
    assert "revoked" in session.synchronise().trouble  # it asks for news, and is given none


def test_a_machine_takes_the_place_of_another(post: Path, headquarters: Headquarters) -> None:
    old = this_node().id
    code = headquarters.code("ML-GOG", "--node", old)
    # New hardware: keys of its own.
    import shutil

    from jalon.journal import node as nodes

    shutil.rmtree(post / "keys")
    shutil.rmtree(this_node().sidecar.parent, ignore_errors=True)
    for name in ("journal.sqlite3", "working.sqlite3"):
        for part in post.glob(f"{name}*"):
            part.unlink()
    from django.db import connections

    connections.close_all()
    nodes.forget_this_node()
    keys = joining.join(headquarters.address, code)
    assert keys.node != old and keys.post == "ML-GOG"
    headquarters.work()
    exchanged()
    known = f"from jalon.journal.models import EnrolledNode as E; print(E.objects.get(id='{old}').revoked_why)"
    assert "replaced" in headquarters.python(known)
    with pytest.raises(EnrolmentRefused, match=r"another machine|enrolled already|was used"):
        shutil.rmtree(post / "keys")
        nodes.forget_this_node()
        joining.join(headquarters.address, code)


@pytest.mark.parametrize("typed", ["AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "short", ""])
def test_a_wrong_code_enrols_nobody(bare_node: Path, headquarters: Headquarters, typed: str) -> None:
    with pytest.raises(EnrolmentRefused):
        joining.join(headquarters.address, typed)


def test_a_machine_that_is_not_the_headquarters_learns_nothing(bare_node: Path, headquarters: Headquarters) -> None:
    """Somebody on the line answers in the headquarters' place, without the code."""
    code = headquarters.code()

    class Impostor(Link):
        def enrol(self, message: bytes) -> bytes:
            assert code.replace("-", "")[4:] not in message.decode()
            return json.dumps({"node": "0" * 16, "signing": "", "sealing": "", "post": "", "proof": "0" * 64}).encode()

    known = enrolment.Code.read(code)
    answer = Impostor("https://localhost").enrol(enrolment.hello(known))
    with pytest.raises(EnrolmentRefused, match="does not know the code"):
        enrolment.heard(answer, known)


def test_nobody_there(post: Path) -> None:
    acts(1)
    summary = session.synchronise(Link(f"http://127.0.0.1:{free_port()}"))
    assert "down" in summary.trouble and summary.waiting == sending.not_sent() > 0
    with pytest.raises(LinkDown):
        Link(f"http://127.0.0.1:{free_port()}").send(b"")


def test_what_an_exchange_costs(post: Path, headquarters: Headquarters) -> None:
    """Whole HTTP exchanges, both directions, before TLS."""
    headquarters.work()
    exchanged()
    with counted(headquarters.port) as (port, bytes_):
        link = Link(f"http://127.0.0.1:{port}")
        session.synchronise(link)
        nothing_to_say = sum(bytes_)
        acts(1)
        session.synchronise(link)
        one_entry = sum(bytes_) - nothing_to_say
        link.close()
    assert nothing_to_say <= 500 and one_entry <= 1000, (nothing_to_say, one_entry)


@contextmanager
def counted(port: int) -> Iterator[tuple[int, list[int]]]:
    """A line that counts what passes: (its port, [bytes up, bytes down])."""
    import socket

    passed = [0, 0]
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, target: socket.socket, way: int) -> None:
        while some := source.recv(65536):
            passed[way] += len(some)
            target.sendall(some)
        target.close()

    def accept() -> None:
        while True:
            try:
                one, _ = listener.accept()
            except OSError:
                return
            other = socket.create_connection(("127.0.0.1", port))
            for way, pair in enumerate(((one, other), (other, one))):
                threading.Thread(target=pump, args=(*pair, way), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1], passed
    listener.close()


def test_the_tables_of_a_post_are_rebuilt_from_its_kept_editions(post: Path, headquarters: Headquarters) -> None:
    from jalon.config.rebuilding import FOLLOW_ENTRIES
    from jalon.journal.rebuild import rebuild

    headquarters.work()
    exchanged()
    follow()
    before = Post.objects.count()
    assert rebuild(FOLLOW_ENTRIES) == []
    assert Post.objects.count() == before > 10


def test_what_stands_at_a_post_comes_down_and_its_fault_goes_up(post: Path, headquarters: Headquarters) -> None:
    """Last of this file: from here on this headquarters has something to say of what stands at the post."""
    from django.utils import timezone

    from jalon.capacity import equipment
    from jalon.config.rebuilding import FOLLOW_ENTRIES
    from jalon.journal.rebuild import rebuild

    today = timezone.localdate()
    key = headquarters.python(f"""
from datetime import date
from jalon.capacity import equipment, register
day = date({today.year}, {today.month}, {today.day})
register.say("ML-GOG", "power", {{"sources": ["solar"], "hours": 20}}, day, "installer")
print(equipment.register("passport_reader", "ML-GOG", "Reader 1", day, "installer").key)
""").split()[-1]
    headquarters.work()
    assert "assets" in " ".join(exchanged().editions)
    assert equipment.standing(post="ML-GOG")[key].state == equipment.SERVING
    fault = equipment.tell(key, "broken", today, "a1b2c3d4", trouble="dead").key
    exchanged()
    headquarters.work()
    said = headquarters.python(f"""
from jalon.capacity import equipment
one = equipment.standing()["{key}"]
print(one.state, one.trouble, one.key)
""")
    assert said.split()[-3:] == ["broken", "dead", fault]
    assert rebuild(FOLLOW_ENTRIES) == []
    stands = equipment.standing(post="ML-GOG")[key]
    assert (stands.state, stands.key) == ("broken", fault)
