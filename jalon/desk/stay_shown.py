"""The rules of travel, the visa and the stay of a traveller, as the desk's pages show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.crossings import regime, stay
from jalon.crossings.models import Decision, Inspection
from jalon.desk import stay_words, words
from jalon.journal.node import this_node
from jalon.regimes.rules import Answer
from jalon.regimes.visas import KINDS, Visa
from jalon.regimes.words import ANSWERS, UNANSWERED

COUNTING = "desk:counting"  # the page on which neighbours are counted, where this house has it


def ruled(inspection: Inspection, standing: stay.Standing, own_national: bool) -> dict[str, Any] | None:
    """What the verdict's panel says of the rules. None of an own national, who may always enter and leave: nothing is
    asked of them; and None where nothing is known."""
    found, papers = standing.answer, standing.seen
    local = found is not None and found.answer == "local_regime"
    if own_national and not local:
        return None
    said = answered(found, standing.direction)
    if standing.opened and not standing.closed:
        said["sign"] = "✓"
    return {
        **said,
        "stay": stay_sentence(standing),
        "left": left_sentence(standing),
        "over": standing.left is not None and standing.left.over,
        "visa": visa_shown(papers.visa, standing.today) if papers.visa else None,
        "opened": standing.opened,
        "differences": [str(stay_words.DIFFERENCES[code]) for code in papers.differences],
        "of_another": papers.of_another,
        "entered": words.partial_date(papers.entered.isoformat()) if papers.entered else "",
        "counting": counting() if local else "",
        "url": reverse("desk:stay", args=[inspection.key]) if inspection.state in stay.STAND_OPEN else "",
    }


def answered(found: Answer | None, direction: str) -> dict[str, Any]:
    """An answer in words: code, word, sentence, text, article, caution, and the sign that stands before it."""
    if found is None:
        return {
            "code": "",
            "sign": "○",
            "word": _("Rules of travel not asked"),
            "sentence": _("The category of this post is not declared, or the nationality is not known."),
        }
    language = words.language()
    free = found.answer in {"free", "local_regime"} or (found.answer == "no_rule" and direction == "exit")
    return {
        "code": found.answer,
        "sign": "✓" if free else "▲",
        "word": ANSWERS[found.answer][language] if found.answer in ANSWERS else _("No rule"),
        "sentence": words.typeset(found.sentence[language]),
        "text": found.text.names[language] if found.text else "",
        "article": found.article,
        "caution": found.caution(language),
        "confirmed": found.confirmed,
    }


def stay_sentence(standing: stay.Standing) -> str:
    """The longest stay that this entry allows, and its last day."""
    if standing.direction != "entry" or standing.last_day is None:
        return ""
    days = (standing.last_day - standing.today).days + 1
    said = {"days": days, "day": words.partial_date(standing.last_day.isoformat())}
    return ngettext("Stay: %(days)s day, until %(day)s", "Stay: %(days)s days, until %(day)s", days) % said


def left_sentence(standing: stay.Standing) -> str:
    """The days left, and how sure that is; empty where the text sets no length."""
    if standing.allowance.days is None:
        return ""
    if standing.direction == "exit" and standing.left is None:
        return _("Days left: not known here. Read the entry stamp and type its day: F5.")
    counted_anew = standing.direction == "entry" and standing.allowance.counted != "window"
    if standing.left is None or counted_anew:
        return ""
    said = words.typeset(standing.left.sentence(words.language()))
    if standing.last_day is None or standing.direction == "entry":
        return said
    return f"{said} " + _("Last day: %(day)s.") % {"day": words.partial_date(standing.last_day.isoformat())}


def visa_shown(visa: Visa, today: date) -> dict[str, Any]:
    """A visa or permit in words: its kind and number, its state today, entries, days."""
    language = words.language()
    facts = [words.state(visa.issuing_state)] if visa.issuing_state else []
    if visa.valid_from:
        facts.append(_("from %(day)s") % {"day": words.partial_date(visa.valid_from.isoformat())})
    if visa.valid_until:
        facts.append(_("until %(day)s") % {"day": words.partial_date(visa.valid_until.isoformat())})
    if visa.allowance.days:
        days = visa.allowance.days
        facts.append(ngettext("%(days)s day of stay", "%(days)s days of stay", days) % {"days": days})
    return {
        "kind": KINDS[visa.kind][language],
        "number": visa.number or "",
        "state": visa.state(today),
        "sentence": words.typeset(visa.sentence(today, language)),
        "facts": facts,
        "entries": entries_sentence(visa),
    }


def entries_sentence(visa: Visa) -> str:
    if visa.entries_allowed is None:
        return _("Entries: not read")
    if visa.entries_left is None:
        return _("Entries: without limit")
    said = {"left": visa.entries_left, "allowed": visa.entries_allowed}
    return _("Entries left: %(left)s of %(allowed)s") % said


def counting() -> str:
    """The address of the counting page; empty where there is none."""
    try:
        return reverse(COUNTING)
    except NoReverseMatch:
        return ""


def replayed(inspection: Inspection) -> dict[str, Any] | None:
    """On the page of a passage: what the rules said on its day, asked again now."""
    found = regime.replayed(inspection)
    if found is None:
        return None
    language, kept = words.language(), found.kept
    said = {
        "version": found.version,
        "word": ANSWERS[kept.answer][language] if kept.answer in ANSWERS else UNANSWERED["no_rule"][language],
        "rule": kept.rule,
        "days": kept.days,
        "gone": found.then is None,
        "agrees": found.agrees,
        "now": "",
    }
    if found.then is not None:
        said |= {"sentence": words.typeset(found.then.sentence[language])}
        said |= {"text": found.then.text.names[language] if found.then.text else "", "article": found.then.article}
    if found.otherwise_now and found.now is not None:
        said["now"] = answered(found.now, inspection.direction)["word"]
        said["now_version"] = found.now.version
    return said


def granted_shown(inspection: Inspection) -> dict[str, Any] | None:
    """The stay that an admission allowed, the stamp given, the visa seen: of a passage that can be read here."""
    made = Decision.objects.filter(inspection=inspection.key, outcome="admitted").order_by("-position").first()
    value = (this_node().shift_keys.take_out_value(made.kept) or {}) if made else {}
    papers = stay.papers_seen(inspection)
    if not value.get("stay") and not value.get("stamp") and papers.visa is None:
        return None
    allowed = value.get("stay") or {}
    return {
        "last_day": words.partial_date(allowed.get("to")),
        "days": allowed.get("days"),
        "stamp": value.get("stamp", ""),
        "visa": visa_shown(papers.visa, stay.passed_on(inspection)) if papers.visa else None,
        "used": value.get("entries_used"),
        "slip": reverse("desk:stay_slip", args=[made.key]) if made and allowed else "",
    }
