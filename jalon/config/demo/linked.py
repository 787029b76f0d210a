"""The demonstration of two countries, and its headless form: posts that send over a line that is cut."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jalon.config.demo import atlas
from jalon.config.demo.atlas import COUNTRIES, Country, places
from jalon.config.demo.machines import FORUM, HEADQUARTERS, POST, CutLine, Machine, free_port, said
from jalon.config.demo.marked import SETTINGS, mark

Say = Callable[[str], None]
PAGES = "doors.json"  # where the doors lead, in the demonstration's folder
PORT = "port"  # the first port at which its machines were opened last
STICK = Path("stick") / "ML-SON.stick"  # the file of the post that has only a stick


def countries(home: Path, port: int, say: Say) -> dict[str, Machine]:
    """Prepare and open every machine of atlas.MACHINES: the forum, then of each country post and headquarters. Each is
    there once; what it recorded before stays. Raises MachineFailed; what was started is stopped then."""
    forum = _machine(home / "forum", FORUM, port + atlas.MACHINES["forum"])
    pairs = {country.name: _pair(country, home, port) for country in COUNTRIES.values()}
    machines = dict(zip(atlas.MACHINES, [*pairs["mali"], *pairs["mauritania"], forum], strict=True))
    try:
        _call_where_they_are(home, port, pairs, forum, say)
        forum.do("forum")
        forum.serve()
        say("the forum is open")
        with ThreadPoolExecutor() as both:
            list(both.map(lambda country: _tell(country, pairs[country.name][1], forum, say), COUNTRIES.values()))
            list(both.map(lambda country: _open(country, *pairs[country.name], say), COUNTRIES.values()))
        if not (home / PAGES).exists():
            for country in COUNTRIES.values():
                pairs[country.name][1].do("give", country.name)
            forum.do("judge")
        _draw_up(*pairs["mali"], forum, say)
    except BaseException:
        for machine in machines.values():
            machine.stop()
        raise
    return machines


def _call_where_they_are(
    home: Path, port: int, pairs: dict[str, tuple[Machine, Machine]], forum: Machine, say: Say
) -> None:
    """Before anything is opened: machines of a home that stood at other ports call one another at these, and nobody who
    may stand at the others now."""
    kept = home / PORT
    if kept.exists() and kept.read_text().strip() == str(port):
        return
    calls = [(one, whom) for post, above in pairs.values() for one, whom in ((post, above), (above, forum))]
    for machine, whom in calls:
        if (machine.home / "keys" / "node.json").exists():
            machine.do("call", whom.address)
            say(f"{machine.home.name}: calls {whom.home.name} at {whom.address}")
    kept.write_text(f"{port}\n")


def _draw_up(post: Machine, above: Machine, forum: Machine, say: Say) -> None:
    """The evaluations, and where the doors lead."""
    above.do("sit", forum.address, "", "mali")  # hears what the forum judged
    for machine in (above, forum):
        machine.do("evaluate")
    found = {
        "post": said_last(post.do("desk")),
        "headquarters": said_last(above.do("pages")),
        "forum": said_last(forum.do("pages")),
    }
    (above.home.parent / PAGES).write_text(json.dumps(found))
    say("the evaluations are drawn up")


def said_last(text: str) -> dict[str, str]:
    """The JSON on the last line of what a machine printed."""
    return dict(json.loads(text.strip().split("\n")[-1]))


def _pair(country: Country, home: Path, port: int) -> tuple[Machine, Machine]:
    """A country's post and headquarters."""
    post = _machine(home / country.post.lower(), POST, port + country.port)
    return post, _machine(home / country.headquarters.lower(), HEADQUARTERS, port + country.port + 1)


def _machine(home: Path, tier: str, port: int) -> Machine:
    mark(home)
    return Machine(home, tier, port, settings=SETTINGS)


def _tell(country: Country, above: Machine, forum: Machine, say: Say) -> None:
    """The headquarters, before it is opened: its months, its seat in the forum, what it did of what it promised."""
    told = above.home / "told"
    if told.exists():
        return
    above.do("headquarters", country.name, "1")
    above.do("months", country.name)
    above.do("sit", forum.address, forum.do("invite", country.code).split()[-1], country.name)
    above.do("tell", country.name)
    if country.name == "mali":
        above.do("stick", str(above.home.parent / STICK))
    told.touch()
    say(f"{country.headquarters}: sits in the forum")


def _open(country: Country, post: Machine, above: Machine, say: Say) -> None:
    above.serve()
    say(f"{country.headquarters}: the headquarters is open")
    if not (post.home / "keys" / "node.json").exists():
        code = above.do("invite", country.post).split()[-1]
        post.do("post", country.name, above.address, code)
        say(f"{country.post}: enrolled by its one-time code")
    post.do("days", country.name)
    post.serve()
    say(f"{country.post}: open")


def headless(travellers: int, posts: int, cut_every: int, home: Path | None, say: Say) -> dict[str, Any]:
    """`travellers` through the desks of `posts` posts of one country, sent while they come over lines that are cut
    after `cut_every` bytes (0: never). Gives what was recorded, received, lost, doubled, and what it cost."""
    with tempfile.TemporaryDirectory(prefix="jalon-demo-") as folder:
        return _headless(travellers, posts, cut_every, home or Path(folder), say)


def _headless(travellers: int, posts: int, cut_every: int, home: Path, say: Say) -> dict[str, Any]:
    country = COUNTRIES["mali"]
    above = Machine(home / "headquarters", HEADQUARTERS, free_port(), os.environ.get("JALON_DATABASE_URL"))
    machines: list[Machine] = []
    lines: list[CutLine] = []
    try:
        above.do("headquarters", "mali", str(posts))
        above.serve()
        say("the headquarters is open" + ("" if "JALON_DATABASE_URL" in above.environment else ", on SQLite"))
        for code in places(country, posts):
            machine = Machine(home / code.lower(), POST, 0)
            machine.do("post", "mali", above.address, above.do("invite", code).split()[-1])
            machines.append(machine)
            lines.append(CutLine(above.port, cut_every))
            say(f"{code}: enrolled")
        began = time.monotonic()
        shares = [travellers // posts + (number < travellers % posts) for number in range(posts)]
        running = [
            machine.begin("travellers", str(share), str(number), line.address)
            for number, (machine, share, line) in enumerate(zip(machines, shares, lines, strict=True))
        ]
        told = [said(process) for process in running]
        seconds = time.monotonic() - began
        found = _compared(above, machines)
        passed = sum(line.bytes for line in lines)
        return {
            "travellers": sum(one["travellers"] for one in told),
            "posts": posts,
            **found,
            "cuts": sum(line.cuts for line in lines),
            "sessions": sum(one["sessions"] for one in told),
            "bytes_per_entry": round(passed / max(1, found["received"]), 1),
            "entries_per_s": round(found["received"] / seconds, 1),
            "seconds": round(seconds, 1),
        }
    finally:
        for machine in [*machines, above]:
            machine.stop()
        for line in lines:
            line.close()


def _compared(above: Machine, machines: list[Machine]) -> dict[str, int]:
    """What the posts recorded beside what the headquarters holds of each, in order."""
    there = json.loads(above.do("held").strip().split("\n")[-1])
    recorded = received = lost = doubled = 0
    for machine in machines:
        node, ours = next(iter(json.loads(machine.do("held").strip().split("\n")[-1])["nodes"].items()))
        theirs = there["nodes"].get(node, {"entries": 0, "distinct": 0, "digest": ""})
        recorded += ours["entries"]
        received += theirs["distinct"]
        doubled += theirs["entries"] - theirs["distinct"]
        lost += ours["entries"] - theirs["distinct"] or int(ours["digest"] != theirs["digest"])
    return {
        "recorded": recorded,
        "received": received,
        "lost": lost,
        "duplicated": doubled,
        "forks": int(there["forks"]),
    }
