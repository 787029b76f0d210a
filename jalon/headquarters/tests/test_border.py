"""The board, the machines and what waits, as Claire and Issa use them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from jalon.adjudication.models import Hit
from jalon.crossings.models import Inspection, Shift
from jalon.headquarters import board, border_map
from jalon.headquarters.tests.test_lists import officers, signed_in  # noqa: F401
from jalon.journal import branches, nodes, receive
from jalon.journal import node as node_room
from jalon.journal.applying import follow
from jalon.journal.models import EnrolledNode, NotRead, Parked
from jalon.journal.record import record
from jalon.journal.tests.test_receive import Sender
from jalon.posts.models import Post
from jalon.sync.models import Contact, Invitation

pytestmark = [pytest.mark.both]
HOUR = 3_600_000
NOON = timezone.localtime().replace(hour=12, minute=4, second=0, microsecond=0)


@pytest.fixture
def headquarters():
    with override_settings(JALON_TIER="headquarters"):
        yield


def enrol(post: str, issa: str, signing: str = "", node: str = "") -> str:
    node = node or secrets.token_hex(8)
    body = {
        "node": node,
        "post": post,
        "signing": signing or "00" * 32,
        "sealing": "09" + "00" * 31,
        "recall": "00" * 32,
    }
    record("node.enrolled", body | {"by": issa, "replaces": ""}, issa)
    return node


def heard(node: str, ago: int = 0, **more: Any) -> None:
    now = node_room.wall_clock() - ago
    Contact.objects.create(node=node, **({"at": now, "carrier": "link", "ahead_least": -1, "ahead_most": 1} | more))


def saw(post: str, count: int, days_ago: int, hits: int = 0) -> None:
    """Travellers at a post, before noon, some days ago."""
    at = int((NOON - timedelta(days=days_ago, minutes=30)).timestamp() * 1000)
    shift = Shift.objects.create(
        key=secrets.token_hex(8), officer="x", post=post, shift_key="0", opened_at=at, closed_at=at
    )
    for number in range(count):
        Inspection.objects.create(
            key=f"{shift.key}.{number}", shift=shift.key, officer="x", at=at, passed_at=at, position=number,
            direction="entry", document_type="passport", level="clear", hits=hits, kept=b"",
            state="referred" if hits else "admitted",
        )  # fmt: skip
        if hits:
            Hit.objects.create(
                key=secrets.token_hex(8), case=secrets.token_hex(8), inspection=f"{shift.key}.{number}",
                reading=f"{shift.key}.{number}", position=number, post=post, node="0" * 16, passed_at=at, list="avis",
                edition=1, listing="T-1", digest="0" * 64, kind="person", score=0.9, reasons=[], algorithm="a",
                action="refer", gravity=1, at_post="same", found_by="arrival",
            )  # fmt: skip


def test_a_post_stands_on_the_board_as_it_was_heard(officers):  # noqa: F811
    issa = officers["issa"]
    made = {post: enrol(post, issa) for post in ("ML-GOG", "ML-ZEG", "ML-DIB", "ML-HER")}
    heard(made["ML-GOG"], waiting=12, gaps=1, ahead_least=600_000, ahead_most=660_000)
    heard(made["ML-ZEG"], 25 * HOUR)
    for post in ("ML-DIB", "ML-HER"):
        heard(made[post])
    nodes.revoke(made["ML-HER"], 1, "taken", issa)
    for weeks, count in enumerate((3, 4, 9, 5), 1):
        saw("ML-GOG", count, 7 * weeks)
    saw("ML-GOG", 2, 0)
    saw("ML-GOG", 1, 0, hits=1)
    found = {one.post.code: one for one in board.border(NOON)}
    assert {code: found[code].state for code in ("ML-GOG", "ML-ZEG", "ML-DIB", "ML-HER", "ML-SON")} == {
        "ML-GOG": board.IS_OPEN,
        "ML-ZEG": board.SILENT,
        "ML-DIB": board.IS_OPEN,
        "ML-HER": board.REVOKED,
        "ML-SON": board.NO_MACHINE,
    }
    gogui = found["ML-GOG"]
    assert (gogui.waiting, gogui.gaps, gogui.hits, gogui.ahead) == (12, 1, 1, 600_000)
    assert (gogui.today, gogui.usual) == (3, 4)  # the median of 3, 4, 5 and 9
    assert found["ML-DIB"].usual is None  # enrolled today: nothing is usual yet
    assert "MR-ROS" not in found


def test_the_page_of_the_board_and_of_a_post(officers, headquarters):  # noqa: F811
    heard(enrol("ML-GOG", officers["issa"]), 10 * 60_000)
    claire = signed_in("claire")
    page = claire.get("/border/").content.decode()
    assert "10 min ago" in page and "no machine here writes" in page and "Natural Earth" in page
    assert 'href="#mark-open"' in page and "<script" not in page.split("<main")[1]
    page = claire.get("/border/ML-GOG/").content.decode()
    assert "nobody said anything" in page and "Officers posted there" in page and "Amina" in page
    said = {"side": "theirs", "state": "closed", "code": "", "why": "", "since": "", "until": ""}
    where = "/border/ML-GOG/"
    if node_room.this_node().keys.is_headquarters:
        assert "Say why it is closed" in claire.post(where, said).content.decode()
        assert claire.post(where, said | {"code": "decision"}).status_code == 302
        assert "closed on the other side" in claire.get("/border/").content.decode()
    assert "Say that a side" not in signed_in("issa").get(where).content.decode()


@pytest.mark.parametrize(("width", "least"), [(border_map.WIDTH, 30), (border_map.NARROW, 12)])
def test_names_on_the_map_do_not_touch(width, least):
    places = [
        border_map.Place(f"P{n}", f"Poste {n:03}", "open", 12 + (n * 37 % 100) / 15, -8 + (n * 61 % 100) / 12)
        for n in range(120)
    ]
    drawn = border_map.drawn(places, "MLI", str, width)
    assert drawn is not None
    shown = [one for one in drawn.places if one.anchor]
    assert len(shown) + drawn.crowded == len(places) and len(shown) > least
    boxes = []
    for one in shown:
        wide = len(one.name) * border_map.SIGN
        start = {"start": one.label_x, "end": one.label_x - wide, "middle": one.label_x - wide / 2}[one.anchor]
        boxes.append((start, one.label_y - border_map.LINE * 0.85, start + wide, one.label_y))
        assert start >= 0 and start + wide <= width
    for number, box in enumerate(boxes):
        assert not any(border_map._touch(box, other) for other in boxes[number + 1 :])


def test_a_code_is_given_once_and_a_machine_revoked_at_the_second_look(officers, headquarters):  # noqa: F811
    issa = signed_in("issa")
    answer = issa.post("/nodes/invite/", {"post": "ML-GOG", "address": "https://qg.example.ml"})
    page = answer.content.decode()
    code = Invitation.objects.get(post="ML-GOG")
    assert answer["Cache-Control"] == "no-store" and f"{code.name}{code.secret}" in page.replace("-", "")
    assert "<svg" in page and code.secret not in issa.get("/nodes/").content.decode()
    assert "begins with https" in issa.post("/nodes/invite/", {"post": "ML-GOG", "address": "qg"}).content.decode()
    node = enrol("ML-GOG", officers["issa"])
    where = f"/nodes/{node}/revoke/"
    said = {"since": "2026-11-25T06:00", "why": "Taken on the road"}
    assert "Look a second time" in issa.post(where, said | {"act": "look"}).content.decode()
    assert EnrolledNode.objects.get(id=node).is_trusted
    issa.post(where, said | {"act": "revoke"})
    assert EnrolledNode.objects.get(id=node).revoked_why == "Taken on the road"
    page = issa.get(f"/nodes/{node}/").content.decode()
    assert "Taken on the road" in page and "Replace this machine" in page
    page = issa.post(f"/nodes/{node}/replace/", {"post": "ML-GOG", "address": "https://qg.example.ml"}).content.decode()
    assert node in page and Invitation.objects.get(replaces=node)
    assert signed_in("claire").get("/nodes/invite/").status_code == 403


def test_what_a_revoked_machine_still_sends_is_looked_at_and_accepted(officers, headquarters, tmp_path):  # noqa: F811
    sender = Sender(tmp_path / "sender")
    enrol("ML-GOG", officers["issa"], sender.keys.public_key.hex(), sender.keys.node)
    nodes.revoke(sender.keys.node, 1, "taken", officers["issa"])
    sender.write({"post": "ML-GOG", "shift_key": "00"}, {"post": "ML-GOG", "shift_key": "01"}, verb="shift.opened")
    assert sender.send().outcome is receive.Outcome.STORED
    follow()
    assert not Shift.objects.filter(post="ML-GOG").exists() and Parked.objects.count() == 2
    issa = signed_in("issa")
    where = f"/nodes/{sender.keys.node}/"
    page = issa.get(where).content.decode()
    assert "2 entries came after it was revoked" in page and "shift.opened" in page
    assert "Accept these entries" not in signed_in("claire").get(where).content.decode()
    last = Parked.objects.order_by("-position").first().position
    issa.post(f"{where}accept/", {"held-up_to": last, "held-why": ""})
    assert Parked.objects.count() == 2
    issa.post(f"{where}accept/", {"held-up_to": last, "held-why": "Made before it was taken"})
    assert Shift.objects.filter(post="ML-GOG").count() == 2 and not Parked.objects.exists()


def test_a_fork_is_shown_with_what_differs_and_accepted(officers, headquarters, tmp_path):  # noqa: F811
    sender = Sender(tmp_path / "sender")
    enrol("ML-GOG", officers["issa"], sender.keys.public_key.hex(), sender.keys.node)
    sender.write({"post": "ML-GOG", "shift_key": "00"}, verb="shift.opened")
    sender.send()
    clone = sender.copy_to(tmp_path / "clone")
    sender.write({"post": "ML-GOG", "shift_key": "01"}, verb="shift.opened")
    clone.write(*({"post": "ML-GOG", "shift_key": f"0{n}"} for n in (2, 3)), verb="shift.opened")
    sender.send()
    clone.send()
    follow()
    issa = signed_in("issa")
    page = issa.get("/nodes/waiting/").content.decode()
    assert "Two histories of one machine" in page and "Up to entry 1" in page
    (fork,) = branches.in_quarantine()
    assert board.totals(board.border())["trouble"] == 1
    issa.post(f"/nodes/waiting/{fork['node']}/{fork['epoch']}/accept/", {"fork-why": "Both worked at Gogui"})
    assert not branches.in_quarantine() and Shift.objects.filter(post="ML-GOG").count() == 4
    assert "Nothing waits" in issa.get("/nodes/waiting/").content.decode()


def test_what_could_not_be_applied_is_shown_by_kind_and_tried_again(officers, headquarters):  # noqa: F811
    record("officer.posting_ended", {"posting": "no.such.posting", "until": "2026-01-01"}, officers["issa"])
    issa = signed_in("issa")
    page = issa.get("/nodes/waiting/").content.decode()
    assert "no.such.posting" in page and "Waits for another entry" in page
    assert "0 could be applied" in issa.post("/nodes/waiting/again/", follow=True).content.decode()


def test_officers_are_seen_by_post(officers):  # noqa: F811
    issa = signed_in("issa")
    assert "Amina" in issa.get("/officers/?post=ML-GOG").content.decode()
    assert "Amina" not in issa.get("/officers/?post=ML-DIB").content.decode().split("<main")[1]
    assert Post.objects.filter(code="ML-DIB").exists() and reverse("headquarters:officers") == "/officers/"


def test_what_could_not_be_read_is_said_beside_what_waits(officers, headquarters):  # noqa: F811
    NotRead.objects.create(follower="alerts tallies", position=7, key="n.e.7", reason="TypeError", at=HOUR)
    page = signed_in("issa").get("/nodes/waiting/").content.decode()
    assert "Applied, but could not be read" in page and "n.e.7" in page and "The alerts" in page
    assert "TypeError" in page and "Nothing waits" not in page


def test_a_stick_tells_nothing_of_what_was_recorded_after_it_was_filled(headquarters, officers):  # noqa: F811
    node = enrol("ML-GOG", officers["issa"])
    heard(node)
    assert board.told_until("ML-GOG") == Contact.objects.get().at
    Contact.objects.update(carrier="stick")
    assert board.told_until("ML-GOG") is None  # no entry of it came yet
