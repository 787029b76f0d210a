"""Progress, as the owner of a recommendation or a measure reports it, with what the report leans on.

At a post its leader reports on what binds the post: that goes up to the headquarters and no further. A headquarters
reports among its own, and what it shows goes to the forum. A party without a machine is signed in by its host.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jalon.cooperation import forums, indicators, papers, releasing
from jalon.cooperation.bare import as_evidence, at_home
from jalon.cooperation.models import Evidence, Progress
from jalon.cooperation.promised import RECOMMENDATION, Promise, binds_post, promise, today
from jalon.cooperation.saying import NotAllowed, own_party, said, said_before, say, with_file
from jalon.cooperation.texts import written
from jalon.cooperation.verbs import body_of
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded
from jalon.journal.verbs import Body

State = Progress.State
PAGE, FILE, FORM = "page", "file", "form"
SIGNED_IN = frozenset({FILE, FORM})
LONGEST_TEXT = 4000
LONGEST_ANSWER = 1000
FIRST_DAY = date(2000, 1, 1)
LONGEST_PERIOD = 800  # days of a figure: two years and some


@dataclass(frozen=True, slots=True)
class File:
    """A paper as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator over a period, both days inclusive; of some posts or of all."""

    indicator: str
    since: date
    until: date
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """That a party went and saw, on a day."""

    on: date
    visitor: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an owner says. `text` by language; `answer` to the recommendation's question; `value` of its indicator."""

    as_of: date
    state: str
    text: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    value: float | None = None
    challenge: str = ""
    note: str = ""  # of the evidence that is described and not sent
    file: File | None = None
    figure: Figure | None = None
    visit: Visit | None = None


@act
def report(
    about: str,
    what: Report,
    actor: str,
    party: str,
    *,
    show: bool = True,
    through: str = PAGE,
    signatory: str = "",
    once: str = "",
) -> Recorded | Progress:
    """Record what a party reports on a recommendation that binds it or a measure of its own (`about`: the key).

    `show`: the forum sees it at once; else it waits to be released or held back. `through` file or form: a focal point
    without an account, signed in by the host, with the signatory's function. `once`: a one-time name; what was
    recorded under it is not recorded again. Raises NotAllowed.
    """
    if before := said_before(Progress, once):
        # The machine may have stopped between the report at home and its copy.
        if show and before.party == party and releasing.waits(before):
            releasing.release(before.key, actor, party)
        return before
    one = _owed(about, party)
    if through in SIGNED_IN:
        check_signed_in(party, one.forum)
        if not signatory.strip():
            raise NotAllowed("signatory_missing")
    # What leaves of a figure is less than what is kept at home: then a report stays here whole, and a copy goes.
    apart = show and one.forum not in {"", this_node().id} and (what.figure is not None or what.value is not None)
    recorded = _record(
        one, what, actor, party, show=show and not apart, through=through, signatory=signatory.strip(), once=once
    )
    if apart:
        releasing.release(recorded.key, actor, party)
    return recorded


@act
def report_at_post(about: str, what: Report, actor: str, once: str = "") -> Recorded | Progress:
    """Record what the leader of this post reports on something that binds it; its headquarters decides what goes on.

    `once` as in `report`. Raises NotAllowed.
    """
    if before := said_before(Progress, once):
        return before
    here, party = this_node().keys.post, own_party()
    one = _owed(about, party)
    if not binds_post(one, here):
        raise NotAllowed("binds_other_posts")
    return _record(one, what, actor, party, show=False, through=PAGE, signatory="", post=here, once=once)


def check_signed_in(party: str, forum: str) -> None:
    """Raises NotAllowed at a forum's machine where the party runs one of its own: nobody signs it in."""
    if forum == this_node().id and forums.has_a_machine(party, forum):
        raise NotAllowed("not_for_that_party")


def faults(about: str, what: Report, party: str) -> list[NotAllowed]:
    """Every rule that keeps a report from being recorded as it stands."""
    try:
        return list(_faults(_owed(about, party), what, party))
    except NotAllowed as rule:
        return [rule]


def _owed(about: str, party: str) -> Promise:
    one = promise(about)
    if not one.open:
        raise NotAllowed("promise_over")
    if party not in one.owners:
        raise NotAllowed("binds_others")
    return one


def _record(
    one: Promise,
    what: Report,
    actor: str,
    party: str,
    *,
    show: bool,
    through: str,
    signatory: str,
    post: str = "",
    once: str = "",
) -> Recorded:
    for fault in _faults(one, what, party):
        raise fault
    # What is not shown stays in the country: it goes to the forum's stream only where the forum is this machine.
    forum = one.forum if show or one.forum == this_node().id else ""
    if what.file is not None:
        fit = as_evidence if one.forum and show else at_home
        what = replace(what, file=File(what.file.name, fit(what.file.content, _kind(what.file))))
    facts = {
        "recommendation": one.recommendation,
        "measure": one.measure,
        "as_of": what.as_of,
        "state": what.state,
        "text": written(what.text),
        "answer": what.answer.strip(),
        "value": what.value,
        "challenge": what.challenge,
        "post": post,
        "through": through,
        "signatory": signatory,
        "once": once,
    }
    body = said("progress.reported", Progress, facts, forum=forum, party=party)
    body |= {"evidence": _evidence(what, one, post)}
    if show and forum:
        body |= releasing.shown_with(show=True)
    if what.file is not None:
        body = with_file(body, what.file.content, _kind(what.file).media)
    (recorded,) = say([("progress.reported", body)], actor, forum)
    return recorded


def _faults(one: Promise, what: Report, party: str) -> Iterator[NotAllowed]:
    """What stands in its way, the first first."""
    if what.state not in State.values:
        yield NotAllowed("state_missing")
    if not FIRST_DAY <= what.as_of <= today():
        yield NotAllowed("as_of_not_yet" if what.as_of > today() else "as_of_too_old")
    if any(len(text) > LONGEST_TEXT for text in what.text.values()) or len(what.answer) > LONGEST_ANSWER:
        yield NotAllowed("text_too_long", most=LONGEST_TEXT)
    proofs = what.file or what.figure or what.visit or what.note.strip()
    if not (written(what.text) or what.answer.strip() or what.value is not None or proofs):
        yield NotAllowed("say_something")
    if what.state == State.DONE and (fault := _not_done(one, what, bool(proofs))):
        yield fault
    if what.file is not None and papers.kind_of(what.file.content) is None:
        yield NotAllowed("file_kind")
    if what.figure is not None and (fault := _figure_fault(what.figure)):
        yield fault
    if what.visit is not None and (fault := _visit_fault(what.visit, one, party)):
        yield fault


def _not_done(one: Promise, what: Report, proofs: bool) -> NotAllowed | None:
    """Done is what can be known to be done, by what was agreed beforehand."""
    lacking = {
        "indicator": what.value is None and what.figure is None,
        "question": not what.answer.strip(),
        "deliverable": not proofs,
    }
    if one.kind == RECOMMENDATION and lacking.get(one.proof, False):
        return NotAllowed(f"done_without_{one.proof}")
    return None


def _figure_fault(figure: Figure) -> NotAllowed | None:
    if figure.indicator not in indicators.INDICATORS:
        return NotAllowed("no_such_figure")
    if figure.since > figure.until:
        return NotAllowed("period_backwards")
    if figure.until > today():
        return NotAllowed("period_not_over")
    return NotAllowed("period_too_long") if (figure.until - figure.since).days > LONGEST_PERIOD else None


def _visit_fault(visit: Visit, one: Promise, party: str) -> NotAllowed | None:
    if not FIRST_DAY <= visit.on <= today():
        return NotAllowed("visit_not_yet")
    if visit.visitor != party and one.forum and not forums.is_member(visit.visitor, one.forum):
        return NotAllowed("visitor_not_known")
    return None


def _evidence(what: Report, one: Promise, post: str) -> list[Body]:
    found: list[Body] = []
    if what.file is not None:
        facts: dict[str, Any] = {"kind": "file", "title": what.note.strip()[:200]}
        facts |= {"file": papers.digest(what.file.content)}
        facts |= {"name": papers.file_name(what.file.name, _kind(what.file))}
        found.append(body_of(Evidence, facts))
    elif what.note.strip():
        found.append(body_of(Evidence, {"kind": "file", "title": what.note.strip()[:200]}))
    if what.figure is not None:
        posts = what.figure.posts or ((post,) if post else one.posts)
        found.append(body_of(Evidence, {"kind": "figure", "figure": measured(what.figure, posts)}))
    if what.visit is not None:
        visit = {"kind": "visit", "on": what.visit.on, "visitor": what.visit.visitor}
        found.append(body_of(Evidence, visit))
    return found


def measured(figure: Figure, posts: tuple[str, ...]) -> dict[str, Any]:
    """The figure with what it was counted from: value, unit, coverage (0 to 1), arrival position."""
    after = date.fromordinal(figure.until.toordinal() + 1)
    found = indicators.measured(figure.indicator, figure.since, after, posts)
    return {
        "indicator": figure.indicator,
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat(),
        "posts": list(posts),
        "value": found.value,
        "unit": found.unit,
        "coverage": found.coverage,
        "confidence": found.confidence,
        "position": found.position,
        "entries": found.entries,
    }


def _kind(file: File) -> papers.Kind:
    kind = papers.kind_of(file.content)
    if kind is None:
        raise NotAllowed("file_kind")
    return kind
