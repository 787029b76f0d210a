"""Recommendations, challenges and what becomes of them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.models import Judgement, Recommendation, RecommendationFact
from jalon.cooperation.standing import PROPOSED, Judged, Standing, Step
from jalon.cooperation.texts import in_language
from jalon.cooperation.themes import THEMES
from jalon.secretariat.words.forums import LEVELS
from jalon.secretariat.words.measures import MEASURE_STEPS
from jalon.secretariat.words.measures import STATES as MEASURE_STATES
from jalon.secretariat.words.toned import toned
from jalon.statistics.written import value
from jalon.web.days import date_format

What, Verdict, Source, Proof = (
    RecommendationFact.What,
    Judgement.Verdict,
    Recommendation.Source,
    Recommendation.Proof,
)
# Word, shape and tone of each state: a state is said by all three.
STATES: Mapping[str, tuple[Any, str, str]] = {
    PROPOSED: (pgettext_lazy("recommendation", "Proposed"), "○", "quiet"),
    What.ADOPTED.value: (pgettext_lazy("recommendation", "Adopted"), "●", "accent"),
    What.NOT_ADOPTED.value: (pgettext_lazy("recommendation", "Not adopted"), "✕", "quiet"),
    What.MERGED.value: (pgettext_lazy("recommendation", "Merged"), "⇢", "quiet"),
    What.REPLACED.value: (pgettext_lazy("recommendation", "Replaced"), "⇢", "quiet"),
    What.WITHDRAWN.value: (pgettext_lazy("recommendation", "Withdrawn"), "✕", "quiet"),
    What.CLOSED.value: (pgettext_lazy("recommendation", "Closed, kept"), "✓", "clear"),
}
VERDICTS: Mapping[str, tuple[Any, str, str]] = {
    Verdict.KEPT.value: (pgettext_lazy("judgement", "Kept"), "✓", "clear"),
    Verdict.ON_THE_WAY.value: (pgettext_lazy("judgement", "On the way"), "◐", "look"),
    Verdict.NOT_KEPT.value: (pgettext_lazy("judgement", "Not kept"), "✗", "stop"),
    Verdict.TOO_EARLY.value: (pgettext_lazy("judgement", "Too early to say"), "…", "quiet"),
    Verdict.NOT_KNOWN.value: (pgettext_lazy("judgement", "Not known"), "?", "quiet"),
}
SOURCES = {
    Source.MEETING.value: _("A meeting"),
    Source.ASSESSMENT.value: _("An assessment"),
    Source.INCIDENT.value: _("An incident"),
    Source.WARNING.value: _("A village's warning"),
    Source.FIGURES.value: _("Figures"),
    Source.EARLIER.value: _("The tables of an earlier meeting"),
}
PROOFS = {
    Proof.INDICATOR.value: _("An indicator"),
    Proof.DELIVERABLE.value: _("A deliverable"),
    Proof.QUESTION.value: _("A question with an agreed answer"),
}
STEPS = {
    "put": pgettext_lazy("step of a recommendation", "Put"),
    "worded": pgettext_lazy("step of a recommendation", "Worded anew"),
    "adopted": pgettext_lazy("step of a recommendation", "Adopted"),
    "not_adopted": pgettext_lazy("step of a recommendation", "Not adopted"),
    "merged": pgettext_lazy("step of a recommendation", "Merged"),
    "replaced": pgettext_lazy("step of a recommendation", "Replaced"),
    "withdrawn": pgettext_lazy("step of a recommendation", "Withdrawn"),
    "closed": pgettext_lazy("step of a recommendation", "Closed, kept"),
    "extended": pgettext_lazy("step of a recommendation", "Given more time"),
    "judged": pgettext_lazy("step of a recommendation", "Judged"),
    "measure": pgettext_lazy("step of a recommendation", "A measure was planned"),
    "measure_told": pgettext_lazy("step of a recommendation", "A measure moved"),
    "challenge": pgettext_lazy("step of a recommendation", "A challenge was named"),
    "challenge_told": pgettext_lazy("step of a recommendation", "A challenge moved"),
}
CHALLENGE_STEPS = {
    "overcome": _("Overcome"),
    "back": _("There again"),
    "blocks": _("What it blocks changed"),
}
NOT_ALLOWED = {
    "of_the_host_alone": _("Only the host of the forum keeps its recommendations: ask its secretariat."),
    "of_the_headquarters_alone": _("A state's recommendations are kept at its headquarters."),
    "no_words": _("Write the words in one language at least."),
    "same_words": _("These are the words that stand there already."),
    "no_reason": _("Say why: whoever reads this later will ask."),
    "no_number_given": _("Give it a number of at most 16 characters, as it is spoken of in the room."),
    "number_taken": _("The number %(number)s is taken in this forum. The next free one is %(next)s."),
    "due_before_the_meeting": _("It would be due on %(due)s, before its meeting begins on %(starts)s."),
    "no_level": _("Choose the level at which it acts."),
    "no_theme": _("Choose what it is about."),
    "no_source": _("Choose where it comes from."),
    "binds_a_stranger": _("It binds somebody who does not sit in this forum (%(codes)s)."),
    "binds_nobody": _("Recommendation %(number)s binds nobody: say whom before it is adopted."),
    "no_date": _("Recommendation %(number)s has no date: say until when before it is adopted."),
    "no_proof": _("Say how we will know that it was kept: an indicator, a deliverable, or a question."),
    "no_target": _("Say which value of the indicator is to be reached."),
    "no_number": _("A value of an indicator is a number."),
    "no_deliverable": _("Name what will be delivered."),
    "no_agreed_answer": _("Write the question and the answer that was agreed on."),
    "no_such_indicator": _("There is no indicator %(indicator)s in the table."),
    "described_only": _(
        "“%(indicator)s” is described and never a target: aimed at, it would have people refused or stopped for it."
    ),
    "no_such_recommendation": _("No such recommendation is known here."),
    "not_standing": _("Recommendation %(number)s stands no more: work on the one it leads to."),
    "not_from_there": _("Recommendation %(number)s does not stand so that this could become of it."),
    "nothing_to_merge": _("Choose at least one recommendation to merge."),
    "into_itself": _("Recommendation %(number)s cannot lead to itself."),
    "of_another_forum": _("The two belong to different forums."),
    "adopted_into_proposed": _("%(number)s was not adopted yet: adopt it first, so that what was promised stays so."),
    "not_later": _("The new date must be later than %(due)s."),
    "judged_before_adopted": _("Recommendation %(number)s was not adopted: nothing was promised that could be judged."),
    "no_such_verdict": _("Choose how it stands."),
    "before_adoption": _("It was adopted on %(on)s: nothing came of it before that day."),
    "judges_itself": _("Whoever is bound by it reports progress; others judge."),
    "challenge_without_title": _("Name the challenge in one language at least."),
    "challenge_overcome_already": _("It was overcome already."),
    "challenge_of_another": _("Whoever named a challenge says what became of it, or the host of the forum does."),
    "challenge_stands_already": _("It stands in the way already."),
    "no_such_challenge": _("No such challenge is known here."),
    "blocks_nothing_known": _("Choose what it blocks among the recommendations and measures of this forum."),
}


def row(one: Standing, names: Mapping[str, str]) -> dict[str, Any]:
    """A recommendation as pages and files name it. `names`: code of a party -> name."""
    return {
        "one": one,
        "text": in_language(one.texts),
        "level": LEVELS.get(one.level, one.level),
        "theme": THEMES.get(one.theme, one.theme),
        "state": toned(STATES, one.state),
        "judgement": judged(one.judgement, names) if one.judgement else None,
        "binds": [names.get(code, code) for code in one.binds],
        "source": SOURCES.get(one.source, one.source),
        "proof": known_by(one),
    }


def judged(word: Judged | Judgement, names: Mapping[str, str]) -> dict[str, Any]:
    """A judgement, who made it, and why."""
    return {
        "said": toned(VERDICTS, word.verdict),
        "who": names.get(word.party, word.party),
        "why": word.why,
        "as_of": word.as_of,
    }


def known_by(one: Standing) -> dict[str, Any]:
    """How we will know: label, and the sentence in the language that is set (empty where it was never said)."""
    sentence = ""
    if one.proof == Proof.INDICATOR:
        known = INDICATORS.get(one.indicator)
        title = str(known.title) if known else one.indicator
        unit = known.unit if known else ""
        parts = {"title": title, "target": value(one.target, unit), "baseline": value(one.baseline, unit)}
        if one.target is not None and one.baseline is not None:
            sentence = gettext("%(title)s: from %(baseline)s to %(target)s") % parts
        elif one.target is not None:
            sentence = gettext("%(title)s: %(target)s") % parts
        else:
            sentence = title
    elif one.proof == Proof.DELIVERABLE:
        sentence = in_language(one.deliverable)
    elif one.question:
        parts = {"question": in_language(one.question), "answer": in_language(one.answer)}
        sentence = gettext("%(question)s Agreed answer: %(answer)s") % parts
    return {"label": PROOFS.get(one.proof, one.proof), "sentence": sentence}


def step(one: Step, names: Mapping[str, str], numbers: Mapping[str, str]) -> dict[str, Any]:
    """A line of the story. `numbers`: key of a recommendation -> its number."""
    facts = one.facts
    detail = []
    if one.what in {"merged", "replaced"} and facts.get("into"):
        detail.append(gettext("into %(number)s") % {"number": numbers.get(facts["into"], "?")})
    if one.what == "extended" and facts.get("due"):
        detail.append(gettext("until %(day)s") % {"day": date_format(facts["due"], "j F Y")})
    if one.what == "put" and facts.get("source"):
        detail.append(str(SOURCES.get(facts["source"], facts["source"])))
    tag = None
    if one.what == "judged":
        tag = toned(VERDICTS, facts["verdict"])
    elif one.what == "measure_told":
        known = facts["state"] in MEASURE_STATES
        tag = toned(MEASURE_STATES, facts["state"]) if known else None
        if not known:
            detail.append(str(MEASURE_STEPS.get(facts["state"], facts["state"])))
    elif one.what == "challenge_told":
        detail.append(str(CHALLENGE_STEPS.get(facts["state"], facts["state"])))
    return {
        "what": STEPS.get(one.what, one.what),
        "code": one.what,
        "number": numbers.get(one.about, ""),
        "day": one.day,
        "at": one.at,
        "who": names.get(one.party, one.party),
        "text": in_language(one.texts),
        "detail": detail,
        "note": facts.get("note", ""),
        "tag": tag,
        "measure": facts.get("measure", ""),
    }
