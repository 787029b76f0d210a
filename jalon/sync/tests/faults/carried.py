"""Faults of what is carried: sticks, editions, and the files of a machine, cut, altered, old, or another's."""

from __future__ import annotations

import random
from pathlib import Path

from jalon.journal.faults import JournalUnreadable
from jalon.journal.verify import verify
from jalon.sync.editions import shelf, taking
from jalon.sync.editions.kinds.kind import Kind, Offer
from jalon.sync.editions.table import kinds
from jalon.sync.stick import StickRefused
from jalon.sync.tests.faults.line import Answer, Asked, Line, flip
from jalon.sync.tests.faults.machines import Headquarters, Machine, Post
from jalon.sync.tests.faults.trial import Fault, Trial, World


def _written_for(headquarters: Headquarters, post: Post, path: Path) -> Path:
    from jalon.sync import stick

    node = post.node().id
    with headquarters.at_work():
        stick.write(path, node)
    return path


def _taken_at(machine: Machine, path: Path) -> object:
    from jalon.sync import stick

    with machine.at_work():
        return stick.take(path)


def _held(post: Post) -> dict[str, int]:
    with post.at_work():
        return {name: one.number for name, one in taking.held().items()}


_served = {"now": True}
SOMETIMES = Kind(
    "sometimes",
    lambda _post: [Offer("sometimes")] if _served["now"] else [],
    lambda _offer: [{"id": "one"}],
    lambda _entry, _file, _tables: None,
)


def old_sticks(trial: Trial) -> None:
    """Sticks are lost, taken in twice, late, in another order, and at the wrong machine. An edition that is meant for
    the post at one time and not at another is neither ended nor brought back by an old one."""
    kinds()["sometimes"] = SOMETIMES
    try:
        _old_sticks(trial)
    finally:
        del kinds()["sometimes"]
        _served["now"] = True


def _old_sticks(trial: Trial) -> None:
    while trial.times < trial.tries:
        world = trial.world(2)
        post, other = world.posts
        up: list[Path] = []
        down: list[Path] = []
        newest: dict[str, int] = {}
        latest = 0  # of the sticks down, how many are not newer than the last that was taken in
        for number in range(min(12, trial.tries - trial.times)):
            trial.times += 1
            post.record(trial.chance.randrange(1, 9))
            if trial.chance.random() < 0.5:
                world.headquarters.declare(f"ML-{number:03}", f"Poste {trial.chance.random()}")
            if trial.chance.random() < 0.5:  # by an entry of the headquarters, as whatever is meant for a post
                _served["now"] = not _served["now"]
                world.headquarters.declare("ML-600", f"Poste {trial.chance.random()}")
            up.append(trial.templates.place("up"))
            post.export(up[-1])
            if trial.chance.random() < 0.6:
                _taken_at(world.headquarters, up[-1])
            down.append(_written_for(world.headquarters, post, trial.templates.place("down")))
            if trial.chance.random() < 0.6:
                post.take_stick(down[-1])
                latest = len(down)
            for old in trial.chance.sample(up, min(2, len(up))):
                _taken_at(world.headquarters, old)
            for old in trial.chance.sample(down[:latest], min(2, latest)):
                before = _held(post)
                post.take_stick(old)
                after = _held(post)
                if old != down[-1]:
                    assert before.keys() == after.keys() or not before, "an old stick ended or brought back an edition"
                assert all(after.get(name, one) >= one for name, one in before.items()), "an edition went back"
            for wrong, machine in ((up[-1], other), (down[-1], other), (down[-1], world.headquarters)):
                _refused(machine, wrong, "a stick for another machine was taken in")
            trial.check(world, come_through=False)
            newest = _held(post) or newest
        trial.come_through(world, forks=0)
        for old in (*up, *down[:latest]):
            _taken_at(world.headquarters if old in up else post, old)
        trial.come_through(world, forks=0)
        assert all(_held(post)[name] >= number for name, number in newest.items() if name != "sometimes")
        for path in (*up, *down):
            path.unlink()
        world.remove()


def _refused(machine: Machine, path: Path, what: str) -> None:
    try:
        _taken_at(machine, path)
    except StickRefused:
        return
    raise AssertionError(what)


def altered_sticks(trial: Trial) -> None:
    """A bit of a stick is turned over, or its end is missing: nothing of it is taken in."""
    while trial.times < trial.tries:
        world = trial.world()
        world.post.record(40)
        sound = trial.templates.place("up")
        world.post.export(sound)
        down = _written_for(world.headquarters, world.post, trial.templates.place("down"))
        for _ in range(min(200, trial.tries - trial.times)):
            trial.times += 1
            path, machine = trial.chance.choice(((sound, world.headquarters), (down, world.post)))
            raw = path.read_bytes()
            damaged = path.with_suffix(".damaged")
            cut = trial.chance.random() < 0.3
            damaged.write_bytes(raw[: trial.chance.randrange(len(raw))] if cut else flip(raw, trial.chance))
            _refused(machine, damaged, "a damaged stick was taken in")
        trial.check(world, come_through=False)
        _taken_at(world.headquarters, sound)
        trial.come_through(world, forks=0)
        world.remove()


# ── editions ──


def altered_editions(trial: Trial) -> None:
    """A bit of an edition is turned over: on the way, in what the headquarters keeps, or in what the post keeps. The
    post is never switched to it, and holds the right one after a sound exchange."""
    from jalon.sync.models import PublishedEdition

    while trial.times < trial.tries:
        world = trial.world()
        post, headquarters = world.post, world.headquarters
        world.post.synchronise(world.line(trial))
        for _ in range(min(30, trial.tries - trial.times)):
            trial.times += 1
            headquarters.declare(f"ML-{trial.chance.randrange(30):03}", f"Poste {trial.chance.random()}")
            with headquarters.at_work():
                shelf.publish()
            where = trial.chance.choice(("way", "there", "here", "parcel"))
            if where == "way":
                post.synchronise(world.line(trial, _flips_parcels))
            elif where == "parcel":
                post.synchronise(world.line(trial, _cuts_parcels))  # the parcel is made, and the line is cut
                _flip_some(headquarters.home / "editions", "*.parcel", trial.chance, newest=1)
            else:
                _flip_some((headquarters if where == "there" else post).home / "editions", "*.jsonl", trial.chance)
            _rows_are_right(post)
            for _ in range(3):
                post.synchronise(world.line(trial))
            with headquarters.at_work():
                last = PublishedEdition.objects.filter(name="posts").latest("number")
            with post.at_work():
                mine = taking.held()["posts"]
            assert (mine.number, mine.root) == (last.number, last.root), f"the post is stuck: {where}"
            _rows_are_right(post)
        trial.come_through(world, forks=0)
        world.remove()


def _flip_some(folder: Path, which: str, chance: random.Random, newest: int = 2) -> None:
    """One of those that were written last."""
    files = [path for path in folder.rglob(which) if path.stat().st_size]
    if files:
        path = chance.choice(sorted(files, key=lambda path: path.stat().st_mtime_ns)[-newest:])
        path.write_bytes(flip(path.read_bytes(), chance))


def _flips_parcels(line: Line, asked: Asked) -> Answer | None:
    if "/edition/" not in asked.place:
        return None
    answer = line.deliver(asked)
    return Answer(answer.status, flip(answer._rest, line.chance)) if answer._rest else answer


def _cuts_parcels(line: Line, asked: Asked) -> Answer | None:
    if "/edition/" not in asked.place:
        return None
    answer = line.deliver(asked)
    came = line.chance.choice((0, line.chance.randrange(len(answer._rest) + 1)))
    return Answer(answer.status, answer._rest[:came], len(answer._rest))


def _rows_are_right(post: Post) -> None:
    """What serves at a post is what some edition of its headquarters said: names as they were declared."""
    from jalon.posts.models import Post as Place

    with post.at_work():
        for one in Place.objects.all():
            assert one.name == "Gogui" or one.name.startswith("Poste 0."), f"{one.code} is called {one.name!r}"


# ── files of a machine ──

BESIDE = ("receipt", "link", "head")


def altered_beside(trial: Trial) -> None:
    """A bit of the sidecar, the receipt or the state of the link is turned over: the post goes on, and sends."""
    while trial.times < trial.tries:
        world = trial.world()
        for _ in range(min(60, trial.tries - trial.times)):
            trial.times += 1
            world.post.record(trial.chance.randrange(1, 30))
            world.post.synchronise(world.line(trial))
            world.post.record(trial.chance.randrange(1, 5))
            path = world.post.sidecar.with_name(trial.chance.choice(BESIDE))
            if trial.chance.random() < 0.2:
                path.write_bytes(path.read_bytes()[: trial.chance.randrange(path.stat().st_size)])
            else:
                flipped = trial.chance.choice((flip, _flip_a_number))
                path.write_bytes(flipped(path.read_bytes(), trial.chance))
            world.ledger.look(world.posts)
            if trial.chance.random() < 0.7:
                world.post.start()
            world.post.record(1)
            summary = world.post.synchronise(world.line(trial))
            assert summary.whole and not summary.waiting, f"{path.name}: {summary}"
            trial.check(world)
        trial.come_through(world, forks=0)
        world.remove()


def _flip_a_number(content: bytes, chance: random.Random) -> bytes:
    """A low bit of a sequence number: what is read is a number still, and means another entry."""
    at = content.find(b'"seq":')
    places = [place for place in range(at + 6, at + 12) if content[place : place + 1].isdigit()] if at >= 0 else []
    if not places:
        return flip(content, chance)
    altered = bytearray(content)
    altered[chance.choice(places)] ^= 1 << chance.randrange(3)
    return bytes(altered)


def altered_journal(trial: Trial) -> None:
    """A bit of the journal's file or of its WAL is turned over: a verification names it, or it changes nothing; and
    whatever is sent of it, the headquarters holds nothing that was not written."""
    while trial.times < trial.tries:
        world = trial.world()
        post = world.post
        for _ in range(4):
            post.record(trial.chance.randrange(2, 9))
            if trial.chance.random() < 0.6:
                post.synchronise(world.line(trial))
        world.ledger.look(world.posts)
        for _ in range(min(25, trial.tries - trial.times)):
            trial.times += 1
            copy = post.clone(trial.templates.place("damaged"))
            wal = copy.journal.with_name(copy.journal.name + "-wal")
            path = wal if wal.exists() and wal.stat().st_size and trial.chance.random() < 0.3 else copy.journal
            path.write_bytes(flip(path.read_bytes(), trial.chance))
            sound = _is_whole(copy)
            _sends_nothing_else(copy, world, trial, sound=sound)
            copy.forget()
        trial.come_through(world)
        world.remove()


def _is_whole(copy: Post) -> bool:
    try:
        return verify(copy.journal, copy.sidecar).ok
    except JournalUnreadable:
        return False


def _sends_nothing_else(copy: Post, world: World, trial: Trial, *, sound: bool) -> None:
    """A post on a damaged disk may fail in any way, and then sends nothing; a sound one sends what was written."""
    try:
        copy.start()
        summary = copy.synchronise(world.line(trial))
    except Exception as failed:
        assert not sound, f"a journal that verifies cannot be worked with: {type(failed).__name__}: {failed}"
        return
    finally:
        copy.close()
    if sound:
        assert summary.whole, summary.trouble
    trial.check(world, come_through=False)


FAULTS = (
    Fault("sticks lost, late, repeated, at the wrong machine", old_sticks, 120, 6),
    Fault("a bit of a stick altered, or its end missing", altered_sticks, 1_500, 60),
    Fault("a bit of an edition altered: kept there, on the way, kept here", altered_editions, 120, 6),
    Fault("a bit of the sidecar, the receipt or the link's state altered", altered_beside, 300, 12),
    Fault("a bit of the journal or its WAL altered", altered_journal, 250, 10),
)
