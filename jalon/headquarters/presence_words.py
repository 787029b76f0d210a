"""What the pages of who is in say of codes, times and confidence."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalon.crossings import rule_sets
from jalon.crossings.models import RuleEdition
from jalon.headquarters import words
from jalon.posts.models import Post
from jalon.presence.likeness import KINDS, in_words
from jalon.presence.missed import AT_A_POST, OF_A_STAY, Missed
from jalon.presence.models import Passage, Stay
from jalon.presence.pairing import DOUBTS
from jalon.presence.standing import STATES, Standing
from jalon.presence.times import DAY, MINUTE, local
from jalon.regimes.rules import SETS, RulesGone
from jalon.regimes.words import ANSWERS, UNANSWERED
from jalon.web.days import date_format

# State → the shape beside its word, and the colour of its tag.
SHAPES = {
    "within": ("✓", "clear"),
    "no_limit": ("✓", "clear"),
    "perhaps_beyond": ("▲", "look"),
    "beyond": ("■", "stop"),
    "out": ("→", ""),
    "unknown": ("?", "look"),
}
SHORT = {
    "within": gettext_lazy("Within the rule"),
    "no_limit": gettext_lazy("No limit known"),
    "perhaps_beyond": gettext_lazy("Perhaps beyond"),
    "beyond": gettext_lazy("Beyond, certain"),
}
DIRECTIONS = {"entry": gettext_lazy("Entry"), "exit": gettext_lazy("Exit")}


def post_name(code: str) -> str:
    """A post by its name, kept apart from the direction of the words around it."""
    name = Post.objects.filter(code=code).values_list("name", flat=True).first() or code
    return f"\u2068{name}\u2069"


def state(code: str) -> dict[str, str]:
    shape, colour = SHAPES[code]
    return {"code": code, "word": str(STATES[code]), "shape": shape, "colour": colour}


def when(earliest: int | None, latest: int | None) -> str:
    """A time as exactly as it is known: a minute, a day, or from one to another."""
    if earliest is None or latest is None:
        return ""
    one, other = local(earliest), local(latest)
    if latest - earliest <= 10 * MINUTE:
        return date_format(local((earliest + latest) // 2), "j F Y H:i")
    if one.date() == other.date() and latest - earliest < DAY:
        return _("%(day)s between %(from)s and %(to)s") % {
            "day": date_format(one, "j F Y"),
            "from": one.strftime("%H:%M"),
            "to": other.strftime("%H:%M"),
        }
    if latest - earliest < DAY and one.date() + timedelta(days=1) < other.date():
        return date_format(one, "j F Y")
    return _("between %(from)s and %(to)s") % {
        "from": date_format(one, "j F Y H:i"),
        "to": date_format(other, "j F Y H:i"),
    }


def moment(milliseconds: int) -> str:
    return date_format(local(milliseconds), "j F Y H:i")


def span(of: Missed) -> str:
    """Why an exit at a post could have been missed, as a sentence."""
    said = str(AT_A_POST[of.code]).format(since=moment(of.since), until=moment(of.until), number=of.number)
    return _("%(post)s: %(said)s") % {"post": post_name(of.post), "said": said}


def reasons(found: Standing, most: int = 8) -> list[str]:
    """Everything that keeps a stay from being certain, the traveller's own first; beyond `most`, how many more."""
    said = [str(OF_A_STAY[code]) for code in found.reasons]
    spans = [span(one) for one in _last_of_each(found.spans)]
    left = len(spans) - max(0, most - len(said))
    if left > 1:
        more = ngettext("and %(number)s more", "and %(number)s more", left) % {"number": left}
        return [*said, *spans[: len(spans) - left], more]
    return [*said, *spans]


def _last_of_each(spans: tuple[Missed, ...]) -> list[Missed]:
    """Of each post and reason the latest span: thirty nights say no more than the last one."""
    latest: dict[tuple[str, str], Missed] = {}
    for one in spans:
        latest[(one.post, one.code)] = one
    return list(latest.values())


def doubts(stay: Stay) -> list[str]:
    return [str(DOUBTS[code]) for code in stay.doubts]


def link(stay: Stay) -> dict[str, Any] | None:
    """By what the two ends of a stay are one person's: a sentence, words, a number."""
    if not stay.link or stay.confidence is None:
        return None
    return {
        "kind": str(KINDS[stay.link]),
        "words": in_words(stay.confidence),
        "number": f"{stay.confidence:.2f}",
    }


def rule(code: str, version: str, answer: str) -> dict[str, str]:
    """A rule as people read it: its sentence, its code, its version."""
    sentence = sentence_of(code, version, words.language()) if code else ""
    if not sentence:
        known = ANSWERS.get(answer) or UNANSWERED.get(answer)
        sentence = known[words.language()] if known else _("No rule known")
    return {"sentence": sentence, "code": code, "version": version}


@lru_cache(maxsize=2000)
def sentence_of(code: str, version: str, language: str) -> str:
    digest = RuleEdition.objects.filter(version=version).values_list("digest", flat=True).first()
    if digest is None and version not in SETS:
        return ""
    try:
        rules = rule_sets.find(version, digest or "").rules
    except RulesGone:
        return ""
    return next((one.basis.sentence[language] for one in rules if one.basis.code == code), "")


def days_over(number: int, certain: bool) -> str:
    """How long ago the last day was; only of who was surely here it is said that the days were too many."""
    if certain:
        return ngettext("%(number)s day over", "%(number)s days over", number) % {"number": number}
    return ngettext("%(number)s day ago", "%(number)s days ago", number) % {"number": number}


def stay_said(found: Standing, today: Any) -> dict[str, Any]:
    """A stay on a page, but for the names."""
    stay = found.stay
    over = found.days_over or ((today - stay.last_kind).days if stay.last_kind and not stay.ended else 0)
    certain = found.state == "beyond" or (stay.ended == "exit" and found.state == "out")
    return {
        "key": stay.key,
        "certain": certain,
        "state": state(found.state),
        "rule": rule(stay.rule, stay.rules, stay.answer),
        "confirmed": stay.confirmed,
        "days": stay.days,
        "window": stay.window,
        "granted": stay.granted,
        "last": words.day(stay.last_kind),
        "over": days_over(over, certain) if over > 0 else "",
        "entry_post": post_name(stay.entry_post) if stay.entry_post else "",
        "exit_post": post_name(stay.exit_post) if stay.exit_post else "",
        "entered": when(stay.entry_earliest, stay.entry_latest),
        "left": when(stay.exit_earliest, stay.exit_latest),
        "ended": stay.ended,
        "nationality": words.state(stay.nationality),
        "reasons": reasons(found),
        "doubts": doubts(stay),
        "link": link(stay),
        "was_beyond": found.was_beyond,
    }


def passage_said(passage: Passage) -> dict[str, str]:
    return {
        "key": passage.key,
        "direction": str(DIRECTIONS[passage.direction]),
        "post": post_name(passage.post),
        "when": when(passage.earliest, passage.latest),
        "on_paper": _("from paper") if passage.sheet else "",
    }


def not_allowed(code: str) -> str:
    """A rule that stood in the way, and what to do."""
    return {
        "say_why": _("Say why: nothing is shown or recorded without a reason."),
        "no_such_passages": _("One of the two passages is no longer there: look at the traveller again."),
        "said_already": _("This was said of these two passages already."),
    }.get(code, code)
