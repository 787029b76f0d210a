"""Forums: founding one at its machine, seating parties in it, joining one from a headquarters.

At the forum's machine (JALON_TIER=forum):
jalon forum found --kind regional --name-fr "Comité …" --name-en "Committee …" --host MLI --address https://… --by NAME
jalon forum seat --party MLI --kind state --by NAME         a state, a donor, an agency, an association, a local body
jalon node invite --post MLI --by NAME                      a one-time code for that state's headquarters

At a headquarters:
jalon forum join --address https://… --code CODE --by NAME
jalon forum go --forum ID --address https://… --by NAME     call it where it says it moved, once you have asked
jalon forum leave --forum ID --why "…" --by NAME            what was told before is still carried; history stays

jalon forum who --entry KEY                                 which officer told it to a forum, which sees the party

At either:
jalon forum status
"""

from __future__ import annotations

import argparse
import sys
import time

SUMMARY = "found a forum, seat its parties, join one"
LANGUAGES = ("fr", "en", "ar")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["found", "seat", "join", "go", "leave", "who", "status"])
    parser.add_argument(
        "--kind", help="found: regional, bilateral, local; seat: state, donor, agency, association, local"
    )
    for language in LANGUAGES:
        parser.add_argument(f"--name-{language}", help="found, seat: the name in this language")
    parser.add_argument("--host", default="", help="found: the party whose machine it stands on")
    parser.add_argument("--address", default="", help="found: where it is called, https://…; join, go: the same")
    parser.add_argument("--party", help="seat: its code, of a state the three letters of ISO 3166")
    parser.add_argument("--code", help="join: the one-time code that the forum gave")
    parser.add_argument("--forum", help="leave, go: its id")
    parser.add_argument("--why", default="", help="leave: the reason")
    parser.add_argument("--entry", default="", help="who: the key of the entry, as the page of a row bears it")
    parser.add_argument("--by", help="the username of whoever acts")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.journal.keys import NodeNotPrepared
    from jalon.sync.link import LinkDown

    acts = {"found": found, "seat": seat, "join": join, "go": go, "leave": leave, "who": who, "status": status}
    try:
        start_node()
        return acts[options.act](options)
    except (NodeNotPrepared, ValueError, LinkDown) as wrong:
        print(f"jalon forum {options.act}: {_words(wrong)}", file=sys.stderr)
        return 2


def found(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from jalon.cooperation import forums
    from jalon.journal.node import this_node

    names, on, by = _names(options), timezone.localdate(), _officer(options.by)
    forums.found(names, options.kind or "", on, by, host=options.host, address=options.address)
    print(f"forum {this_node().id}, founded today")
    return 0


def seat(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from jalon.cooperation import forums
    from jalon.journal.node import this_node

    if not options.party:
        raise ValueError("name the party with --party CODE.")
    forum, on, by = this_node().id, timezone.localdate(), _officer(options.by)
    forums.add_party(forum, options.party, options.kind or "", _names(options), on, by)
    print(f"{options.party} sits in the forum {forum}")
    return 0


def join(options: argparse.Namespace) -> int:
    from jalon.cooperation import membership

    if not (options.address and options.code):
        raise ValueError("give --address https://… and --code CODE.")
    forum = membership.join(options.address, options.code, _officer(options.by))
    print(f"this headquarters sits in the forum {forum}")
    return 0


def go(options: argparse.Namespace) -> int:
    from jalon.cooperation import membership

    membership.go(options.forum or "", options.address, _officer(options.by))
    print(f"the forum {options.forum} is called at {options.address} from now on")
    return 0


def leave(options: argparse.Namespace) -> int:
    from jalon.cooperation import membership

    membership.leave(options.forum or "", options.why, _officer(options.by))
    print(f"this headquarters has left the forum {options.forum}; what was told before is still carried")
    return 0


def who(options: argparse.Namespace) -> int:
    from jalon.journal import peers
    from jalon.staff.models import Account

    node, _dot, rest = options.entry.partition(".")
    if not node or not rest.partition(".")[2].partition(".")[0].isdecimal():
        raise ValueError("give --entry KEY: the node, the epoch and the number, with a dot between each.")
    officer = peers.who_told(options.entry)
    if not officer:
        raise ValueError(f"no officer is known to have told {options.entry}: it is of another machine.")
    account = Account.objects.filter(officer=officer).first()
    print(f"{officer}  {account.username if account else 'no account of that officer stands here'}")
    return 0


def status(_options: argparse.Namespace) -> int:
    from jalon.cooperation import forums, membership
    from jalon.journal.models import Peer
    from jalon.sync import above, state

    peers = {peer.id: peer for peer in Peer.objects.all()}
    here = {one.node: one for one in above.forums()}
    for one in forums.forums():
        words = f"dissolved {one.dissolved}" if one.dissolved else "stands"
        line = here.get(one.id)
        if line is not None:
            standing = state.read(line.name)
            heard = time.strftime("%Y-%m-%d %H:%M", time.localtime(standing.heard_at / 1000))
            words += f", {line.not_sent()} entries to carry, heard {heard if standing.heard_at else 'never'}"
            words += f", {standing.trouble}" if standing.trouble else ""
        if one.id in peers and (address := membership.moved(peers[one.id])):
            words += f", says it moved to {address}: ask there, then jalon forum go"
        print(f"{one.id}  {one.name}: {words}")
        for party in forums.parties(one.id):
            print(f"    {party.code:<16}{party.name}")
    for line in here.values():
        if forums.forum(line.node) is None:
            print(f"{line.node}  joined at {line.address}; nothing was heard of it yet")
    return 0


def _names(options: argparse.Namespace) -> dict[str, str]:
    given = {language: getattr(options, f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in given.items() if name}


def _officer(username: str | None) -> str:
    from jalon.config.commands.node_links import _officer as administrator
    from jalon.staff.models import Account
    from jalon.staff.postings import officer_roles
    from jalon.web.gate import Role

    account = Account.objects.filter(username=username or "").first()
    if account is not None and officer_roles(account.officer) & {Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK}:
        return account.officer
    return administrator(username)


def _words(wrong: Exception) -> str:
    from jalon.cooperation.saying import NotAllowed

    if not isinstance(wrong, NotAllowed):
        return str(wrong)
    from jalon.secretariat.words.forums import NOT_ALLOWED

    return str(NOT_ALLOWED.get(wrong.code, wrong.code))
