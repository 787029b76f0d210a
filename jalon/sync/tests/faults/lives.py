"""A machine that lives twice: restored from a backup, copied raw, cloned; a headquarters set back to an earlier day."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

from jalon.journal import down
from jalon.journal.applying import follow
from jalon.journal.backup import back_up
from jalon.journal.node import this_node
from jalon.sync.editions import shelf, taking
from jalon.sync.models import PublishedEdition
from jalon.sync.tests.faults.checker import rows_of
from jalon.sync.tests.faults.machines import Headquarters, Post
from jalon.sync.tests.faults.trial import Fault, Trial, World

FACTS = {"name": "Poste 0.9", "country": "MLI", "neighbour": "MRT"}


def _some_work(trial: Trial, world: World, post: Post, *, send: bool = True) -> None:
    for _ in range(trial.chance.randrange(1, 4)):
        post.record(trial.chance.randrange(1, 8))
        if send and trial.chance.random() < 0.8:
            post.synchronise(world.line(trial))
    world.ledger.look(world.posts)


def _epochs(post: Post) -> int:
    with closing(sqlite3.connect(post.journal)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM journal_epoch WHERE received = 0").fetchone()[0])


def restored_by_the_tool(trial: Trial) -> None:
    """The journal is put back from a copy that `jalon journal backup` made: it was born dirty and goes on in a new
    epoch, even offline, so that no fork ever shows."""
    while trial.times < trial.tries:
        world = trial.world()
        post = world.post
        _some_work(trial, world, post)
        copy = trial.templates.place("copy")
        back_up(post.journal, copy)
        beside = post.sidecar.parent.with_name(f"{copy.name}.beside")
        shutil.copytree(post.sidecar.parent, beside)
        _some_work(trial, world, post)
        post.close()
        _replace_journal(post, copy)
        # The sidecar and the receipt are those of today, or gone with the disk, or of the day of the copy.
        kind = trial.chance.choice(("today", "gone", "copied"))
        if kind != "today":
            shutil.rmtree(post.sidecar.parent)
        if kind == "copied":
            shutil.copytree(beside, post.sidecar.parent)
        epochs = _epochs(post)
        assert post.start() is not None, "a restored journal went on as if nothing had happened"
        assert _epochs(post) == epochs + 1
        post.record(3)  # offline first
        _some_work(trial, world, post)
        trial.times += 1
        trial.come_through(world, forks=0)
        world.remove()


def _replace_journal(post: Post, copy: object) -> None:
    for end in ("-wal", "-shm"):
        post.journal.with_name(post.journal.name + end).unlink(missing_ok=True)
    shutil.copy(str(copy), post.journal)


def copied_raw(trial: Trial) -> None:
    """The journal is put back from a raw copy. Sidecar or receipt, where they are of today, tell at the start; where
    they were copied along, the headquarters tells at the first contact. Both histories are kept."""
    while trial.times < trial.tries:
        world = trial.world()
        post = world.post
        _some_work(trial, world, post)
        copy = post.clone(trial.templates.place("copy"))
        post.record(2)
        _some_work(trial, world, post)
        beside = trial.chance.choice(("both", "receipt", "sidecar", "copied"))
        sent = post.synchronise(world.line(trial)).whole and not post.waiting()
        world.ledger.look(world.posts)
        post.set_back(copy, beside=beside == "copied")
        if beside == "receipt":
            post.sidecar.unlink(missing_ok=True)
        if beside == "sidecar":
            post.sidecar.with_name("receipt").unlink(missing_ok=True)
        alarm = post.start()
        if beside == "copied":
            assert alarm is None, "nothing on this machine can tell"
        else:
            assert alarm is not None, f"a raw copy beside {beside} of today was not seen"
        epochs = _epochs(post)
        post.record(2)
        summary = post.synchronise(world.line(trial))
        assert summary.whole, summary.trouble
        if beside == "copied" and sent:
            assert summary.forks and _epochs(post) == epochs + 1, "the fork was not told, or no new epoch was opened"
        post.record(2)
        trial.times += 1
        trial.come_through(world, forks=1 if beside == "copied" else 0)
        _fork_is_alarmed(world)
        copy.forget()
        world.remove()


def two_alive(trial: Trial) -> None:
    """A whole machine is copied, and both work on and send in turns, offline and online."""
    while trial.times < trial.tries:
        world = trial.world()
        one = world.post
        _some_work(trial, world, one)
        one.start()
        other = one.clone(trial.templates.place("clone"))
        world.posts.append(other)
        for _ in range(trial.chance.randrange(2, 7)):
            which = trial.chance.choice(world.posts)
            if trial.chance.random() < 0.2:
                which.start()
            _some_work(trial, world, which, send=trial.chance.random() < 0.6)
            trial.check(world, come_through=False)
        trial.times += 1
        trial.come_through(world, sessions=4)
        for post in world.posts:  # and again, now that both know
            post.record(2)
        trial.come_through(world, sessions=4)
        _fork_is_alarmed(world)
        world.remove()


def _fork_is_alarmed(world: World) -> None:
    """Every branch waits in quarantine, unapplied, until a named person accepts it."""
    from jalon.journal import branches
    from jalon.journal.applying import follow
    from jalon.journal.models import Parked

    verdict = world.ledger.check(world.headquarters, world.posts)
    with world.headquarters.at_work():
        follow()
        waiting = branches.in_quarantine()
        assert len(waiting) == verdict.forks
        for one in waiting:
            parked = Parked.objects.filter(waits_for=f"{one['node']}.{one['epoch']}")
            assert parked.count() == int(str(one["seq"])) - int(str(one["base"]))
            branches.accept(str(one["node"]), str(one["epoch"]), "looked at", "claire")
            assert not parked.exists(), "an accepted branch was not applied"


# ── the headquarters ──


def headquarters_set_back(trial: Trial) -> None:
    """The headquarters' database is that of an earlier day: its posts send again what it lacks, whether or not they
    have anything new, by link or by stick; what it tells them goes on, and their editions never go back."""
    while trial.times < trial.tries:
        world = trial.world(2)
        headquarters = world.headquarters
        kept = trial.templates.place("earlier")
        for number in range(trial.chance.randrange(2, 6)):
            headquarters.declare("ML-500", f"Poste {trial.chance.random()}")
            with headquarters.at_work():
                shelf.publish()
            for post in world.posts:
                if trial.chance.random() < 0.5:
                    _tell(headquarters, post, 5)
                _some_work(trial, world, post)
                if trial.chance.random() < 0.3:
                    with post.at_work():
                        for _ in range(trial.chance.choice((1, 1, 2))):
                            this_node().open_epochs("a trial")
            if number == 0 or trial.chance.random() < 0.4:
                _set_aside(headquarters, kept)
                sidecar = headquarters.sidecar.read_bytes()
        for post in world.posts:
            post.synchronise(world.line(trial))
        world.ledger.look(world.posts)
        _set_back(headquarters, kept)
        if trial.chance.random() < 0.5:  # the sidecar too: then only a post can tell
            headquarters.sidecar.write_bytes(sidecar)
        headquarters.start()
        for post in world.posts:
            if trial.chance.random() < 0.3:
                with post.at_work():
                    this_node().open_epochs("a trial")
            if trial.chance.random() < 0.5:
                post.record(1)
        trial.times += 1
        trial.come_through(world, forks=0)
        for post in world.posts:
            post.synchronise(world.line(trial))  # nothing to send: a call says how far it holds
        _goes_on_down(trial, world)
        world.remove()


def _goes_on_down(trial: Trial, world: World) -> None:
    """What the headquarters tells its posts from now on arrives, and its editions are beyond those held."""
    for number, post in enumerate(world.posts):
        held = _numbers(post)
        told = _tell(world.headquarters, post, number)
        world.headquarters.declare(f"ML-{number:03}", f"Poste {trial.chance.random()}")
        with world.headquarters.at_work():
            follow()
            shelf.follow()
        for _ in range(2):
            summary = post.synchronise(world.line(trial))
            assert summary.whole, summary.trouble
        with world.headquarters.at_work():
            last = PublishedEdition.objects.filter(name="posts").latest("number")
        now = _numbers(post)
        assert now["posts"] == last.number, f"edition {now['posts']} is held, {last.number} is offered"
        assert all(now[name] >= one for name, one in held.items()), "an edition went back"
        there = {f"{row.node}.{row.epoch}.{row.seq}": row.hash for row in rows_of(world.headquarters)}
        here = {f"{row.node}.{row.epoch}.{row.seq}": row.hash for row in rows_of(post)}
        assert here.get(told) == there[told], "what the headquarters told does not arrive"


def _numbers(post: Post) -> dict[str, int]:
    with post.at_work():
        return {name: one.number for name, one in taking.held().items()}


def _tell(headquarters: Headquarters, post: Post, number: int) -> str:
    """The key of what is told."""
    node = post.node().id
    with headquarters.at_work():
        return down.tell(node, [("post.declared", {"code": f"ML-9{number}", **FACTS})], "claire")[0].key


def _set_aside(headquarters: Headquarters, place: object) -> None:
    with closing(sqlite3.connect(headquarters.journal)) as live, closing(sqlite3.connect(str(place))) as copy:
        live.backup(copy)


def _set_back(headquarters: Headquarters, place: object) -> None:
    headquarters.close()
    for end in ("-wal", "-shm"):
        headquarters.journal.with_name(headquarters.journal.name + end).unlink(missing_ok=True)
    shutil.copy(str(place), headquarters.journal)


FAULTS = (
    Fault("a post restored from a backup of the tool", restored_by_the_tool, 60, 2),
    Fault("a post copied raw and put back", copied_raw, 80, 4, "syncthing#6335"),
    Fault("two clones alive at once", two_alive, 60, 2),
    Fault("the headquarters set back to an earlier day", headquarters_set_back, 30, 2),
)
