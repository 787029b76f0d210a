"""The half of `jalon node` that concerns two machines: inviting, enrolling, revoking, and how they stand."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime

PATIENCE = 15  # seconds


def invite(options: argparse.Namespace) -> int:
    """At a headquarters: a one-time code, as text and, with an address, as a QR sign in the terminal."""
    import segno

    from jalon.config.starting import start_node
    from jalon.sync import enrolment

    start_node()
    if not options.post:
        raise ValueError("name the post with --post CODE.")
    try:
        code = enrolment.invite(options.post, _officer(options.by), options.node or "")
    except enrolment.CannotInvite as cannot:
        raise ValueError(CANNOT[cannot.code]) from None
    print(f"one-time code for a machine at {options.post}, good for three days:\n\n    {code}\n")
    if options.address:
        segno.make(f"{options.address}#{code}", error="m").terminal(out=sys.stdout, compact=True)
        print(f"\non the machine:  jalon node enrol --address {options.address} --code {code}")
    return 0


CANNOT = {
    "post_unknown": "no post of this code is declared here.",
    "node_unknown": "no node of this name is enrolled at that post.",
}


def enrol(options: argparse.Namespace) -> int:
    """At a post: make keys if there are none, present their public half, and take in what the headquarters offers."""
    from jalon.config import joining
    from jalon.sync.session import synchronise

    if not (options.address and options.code):
        raise ValueError("give --address and --code, as the headquarters gave them.")
    keys = joining.join(options.address, options.code)
    print(f"node {keys.node} belongs to the headquarters {keys.parent.node if keys.parent else ''} as {keys.post}")
    for _ in range(PATIENCE):  # the headquarters makes the post's editions now that it knows it
        summary = synchronise(say=lambda line: print(f"  {line}", file=sys.stderr))
        if summary.trouble or summary.editions:
            break
        time.sleep(1)
    print(f"{summary.sent} entries sent, editions: {', '.join(summary.editions) or 'none yet'}")
    if summary.trouble:
        print(f"jalon node enrol: enrolled; the first exchange stopped: {summary.trouble}", file=sys.stderr)
        return 1
    return 0


def revoke(options: argparse.Namespace) -> int:
    """At a headquarters: a machine is not trusted any more. What it still sends is kept, and held back."""
    from jalon.config.starting import start_node
    from jalon.journal import nodes
    from jalon.journal.node import wall_clock

    start_node()
    if not (options.node and options.why):
        raise ValueError("give --node ID and --why REASON.")
    since = wall_clock()
    if options.since:
        since = int(datetime.fromisoformat(options.since).timestamp() * 1000)
    nodes.revoke(options.node, since, options.why, _officer(options.by))
    print(f"node {options.node} is revoked; what it sends from now on waits for a decision.")
    print(f"for a new machine at its place: jalon node invite --post CODE --node {options.node} --by NAME")
    return 0


def status(_options: argparse.Namespace) -> int:
    from jalon.config.starting import start_node
    from jalon.journal.node import this_node

    start_node()
    keys = this_node().keys
    print(f"node {keys.node} at {keys.post}")
    return _status_of_post() if not keys.is_headquarters else _status_of_headquarters()


def _status_of_post() -> int:
    from jalon.journal import sending
    from jalon.journal.node import this_node
    from jalon.sync import state
    from jalon.sync.editions import taking

    node, standing = this_node(), state.read()
    parent = node.keys.parent
    print(f"headquarters: {parent.node + ' at ' + parent.address if parent else 'none enrolled this machine yet'}")
    receipt = node.last_receipt()
    print(f"waiting to be sent: {sending.not_sent()} entries")
    print(f"last receipt: {_when(receipt.wall) if receipt else 'none yet'}")
    print(f"last exchange: {_when(standing.heard_at) if standing.heard_at else 'none yet'}")
    if standing.trouble:
        print(f"last attempt, {_when(standing.tried_at)}: {standing.trouble}")
    for name, one in sorted(taking.held().items()):
        print(f"edition {name} {one.number}")
    return 0


def _status_of_headquarters() -> int:
    from jalon.journal.models import EnrolledNode, Parked
    from jalon.sync import waiting
    from jalon.sync.models import Contact

    contacts = {one.node: one for one in Contact.objects.all()}
    for node in EnrolledNode.objects.all():
        one = contacts.get(node.id)
        words = "revoked" if not node.is_trusted else f"heard {_when(one.at)}" if one else "never heard"
        if one and node.is_trusted:
            ahead = round((one.ahead_least or 0) / 1000)
            words += f", {one.waiting} entries waiting there, {waiting.entries_waiting(one)} waiting here"
            words += f", clock {ahead:+d} s, program {one.program}"
        print(f"{node.post:<10}{node.id}  {words}")
    for kind in (Parked.WAITS, Parked.UNKNOWN, Parked.FAILED, Parked.REFUSED):
        if count := Parked.objects.filter(kind=kind).count():
            print(f"parked, {kind}: {count} entries")
    return 0


def _officer(username: str | None) -> str:
    from jalon.staff.models import Account
    from jalon.staff.postings import officer_roles
    from jalon.web.gate import Role

    account = Account.objects.filter(username=username or "").first()
    if account is None:
        raise ValueError("say with --by USERNAME which administrator of this headquarters acts.")
    if Role.ADMINISTRATOR not in officer_roles(account.officer):
        raise ValueError(f"{username} is no administrator here: say with --by USERNAME which one acts.")
    return account.officer


def _when(wall: int) -> str:
    return datetime.fromtimestamp(wall / 1000).astimezone().strftime("%Y-%m-%d %H:%M:%S")
