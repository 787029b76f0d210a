"""Deciding of a hit: it is the same person, or another. Each decision is an entry; the last one of a case holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.adjudication import carrying, cases, matching
from jalon.adjudication.models import Hit, Reading
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.staff.postings import officer_roles

LONGEST_REMARK = 1000
# How long a cleared pair lets the same traveller pass, in days; then somebody looks again.
VALID_DAYS = (90, 180, 365)
# By what it was found to be the same person, or another.
CONFIRMED_BY = {
    "document": _("The document, compared with the listing"),
    "authority": _("The authority that asks says so"),
    "biometrics": _("Photograph or fingerprints"),
    "admitted": _("The person says so"),
    "other": _("Otherwise: see the remark"),
}
CLEARED_BY = {
    "birth": _("Another birth date or place, proven"),
    "document": _("The document proves another identity"),
    "parents": _("Other parents, or another family"),
    "biometrics": _("Photograph or fingerprints"),
    "authority": _("The authority that asks says so"),
    "other": _("Otherwise: see the remark"),
}
REOPENED_WHY = {
    "mistake": _("Decided by mistake"),
    "new_facts": _("New facts about the person"),
    "misused": _("Somebody else uses the document"),
    "asked": _("The authority asks for it"),
}


class NotAllowed(Exception):
    """A rule of adjudication stands in the way; `code` names it, the pages have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@act
def confirm(hit: str, officer: str, reason: str, remark: str = "") -> Recorded:
    """It is the same person: settles the times so far. Raises NotAllowed."""
    found = _mine(hit, officer)
    _still_open(found)
    recorded = record("hit.confirmed", _body(found, reason, remark, CONFIRMED_BY), officer)
    carrying.reconcile(found.case)
    return recorded


@act
def clear(hit: str, officer: str, reason: str, remark: str = "", days: int = VALID_DAYS[1]) -> Recorded:
    """It is another person. Where the listing asks for an arrest or a refusal this proposes it to a second person.

    Of a traveller known by document and full birth date the pair is cleared: the same listing does not stop the same
    traveller again for `days`, and the posts that hold the list are told. Raises NotAllowed.
    """
    found = _mine(hit, officer)
    _still_open(found)
    if days not in VALID_DAYS:
        raise NotAllowed("say_how_long")
    body = _body(found, reason, remark, CLEARED_BY) | {"pairs": found.pairs, "days": days}
    if cases.needs_second(found):
        now = cases.standing(found.case)
        if now is not None and now.said == "proposed":
            raise NotAllowed("waits_for_second")
        return record("hit.clearing_proposed", body, officer)
    recorded = record("hit.cleared", body | {"until": _until(days)}, officer)
    carrying.reconcile(found.case)
    return recorded


@act
def decide_clearing(hit: str, officer: str, agree: bool, remark: str = "") -> Recorded:
    """The second person agrees to a proposed clearing, or does not: then the case stays open. Raises NotAllowed."""
    found = _mine(hit, officer)
    now = cases.standing(found.case)
    if now is None or now.said != "proposed":
        raise NotAllowed("nothing_proposed")
    if now.officer == officer:
        raise NotAllowed("second_person")
    if not agree and not remark.strip():
        raise NotAllowed("say_why")
    proposed = dict(cases.verdicts(found.case)[-1][1])
    body = proposed | {"proposal": now.verdict, "remark": _remark(remark)}
    if not agree:
        return record("hit.clearing_refused", body, officer)
    recorded = record("hit.cleared", body | {"until": _until(proposed["days"])}, officer)
    carrying.reconcile(found.case)
    return recorded


@act
def reopen(hit: str, officer: str, reason: str, remark: str = "") -> Recorded:
    """Take a decision back: every time of the case waits again, and the posts are told that the pair counts no more.

    Raises NotAllowed.
    """
    found = _mine(hit, officer)
    now = cases.standing(found.case)
    if now is None or now.said not in cases.SETTLES:
        raise NotAllowed("nothing_decided")
    recorded = record("hit.reopened", _body(found, reason, remark, REOPENED_WHY), officer)
    carrying.reconcile(found.case, reason)
    return recorded


def _mine(hit: str, officer: str) -> Hit:
    """The hit, where this officer may decide of it. Whoever may not see it is told that there is none."""
    found = cases.hits_for(officer_roles(officer)).filter(key=hit).first()
    if found is None:
        raise NotAllowed("no_such_hit")
    return found


def _still_open(hit: Hit) -> None:
    now = cases.standing(hit.case)
    if hit.over:
        raise NotAllowed("listing_is_over")
    passed_again = Hit.objects.filter(case=hit.case, position__gt=now.up_to).exists() if now else False
    settled = now is not None and (cases.counts_today(now) or (now.said in cases.SETTLES and not passed_again))
    if settled:
        raise NotAllowed("already_decided")


def _body(hit: Hit, reason: str, remark: str, reasons: Mapping[str, Any]) -> dict[str, Any]:
    if reason not in reasons:
        raise NotAllowed("say_by_what")
    if reason == "other" and not remark.strip():
        raise NotAllowed("say_why")
    reading = Reading.objects.filter(key=hit.reading).first()
    return {
        "case": hit.case,
        "hit": hit.key,
        "inspection": hit.inspection,
        # The times that were seen: one that arrived and is not matched yet is not settled with them.
        "up_to": Hit.objects.filter(case=hit.case).aggregate(last=Max("position"))["last"],
        "reason": reason,
        "remark": _remark(remark),
        "who": (matching.fields_of(reading) if reading else None) or {},
        "list": hit.list,
        "edition": hit.edition,
        "listing": hit.facts["listing"],
        "rules": hit.facts["rules"],
        "score": hit.score,
        "reasons": hit.reasons,
        "algorithm": hit.algorithm,
    }


def _remark(text: str) -> str:
    return text.strip()[:LONGEST_REMARK]


def _until(days: int) -> str:
    day: date = timezone.localdate() + timedelta(days=days)
    return day.isoformat()
