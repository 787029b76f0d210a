"""Codes in words: what the desk says of checks, of what was not checked, of rules. Every sentence is translated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalon.counting.sentences import RULES as OF_COUNTING
from jalon.crossings import words_of_pictures
from jalon.crossings.company import COMPANIES, OTHER_ADULT, Accompanied
from jalon.crossings.inspection import FIELDS
from jalon.crossings.journey import DIRECTIONS, OUTCOMES, PURPOSES, REFUSAL_REASONS, TRANSPORTS
from jalon.crossings.recall import Seen
from jalon.desk import stay_words
from jalon.documents import states
from jalon.documents.document_type import CAPTURES
from jalon.documents.problems import FIELDS as FIELD_NAMES
from jalon.documents.problems import PROBLEMS, Problem
from jalon.screening import telling
from jalon.screening.evidence.birth_date import RELATIONS
from jalon.screening.reason import SENTENCES, Reason
from jalon.web import typesetting
from jalon.web.days import date_format

# What whoever is refused can do, by the reason of the refusal (`journey.REFUSAL_REASONS`).
REMEDIES = {
    "no_valid_document": gettext_lazy(
        "Come back with a valid travel document. Your consulate, or the authority of the place where you live, issues"
        " one or gives a laissez-passer."
    ),
    "false_document": gettext_lazy(
        "If the document is yours and genuine, have the authority that issued it confirm so in writing, and come back"
        " with that letter. Else come back with a valid document."
    ),
    "no_visa": gettext_lazy(
        "Ask for the visa or the permit at an embassy or a consulate of this country, then come back with it."
    ),
    "stay_exceeded": gettext_lazy(
        "Ask the authority in charge of foreigners’ stay for a permit to stay longer, or come back when a new stay may"
        " begin: the officer tells you the day."
    ),
    "listed": gettext_lazy(
        "Write to the authority that asked for the refusal: it must tell you why, and put right what is wrong about"
        " you."
    ),
    "post_closed": gettext_lazy(
        "Go to a post that is open to your passage: the officer tells you the nearest one and its hours."
    ),
    "public_order": gettext_lazy(
        "Ask for a copy of the written decision from the authority that took it: it says on what grounds, and how to"
        " contest it."
    ),
    "health_rule": gettext_lazy(
        "Come back with the certificate that the rule asks for. A health centre vaccinates or examines you, and gives"
        " it."
    ),
}
assert set(REMEDIES) == set(REFUSAL_REASONS)

# The official language of a State that is one of the house's, where it is not French: in which language the notice is
# offered for printing. The officer chooses another with a key.
PAPER_LANGUAGES = {
    **dict.fromkeys(("MRT", "DZA", "TUN", "MAR", "LBY", "EGY", "SDN", "TCD", "SAU", "SYR", "YEM"), "ar"),
    **dict.fromkeys(("NGA", "GHA", "GMB", "SLE", "LBR", "CMR", "GBR", "USA", "IND", "KEN", "ZAF"), "en"),
}
PAPERS = {"fr": "Français", "en": "English", "ar": "العربية"}

# Why a traveller about whom something is not in order is admitted at the first line all the same: offered by digit.
LOOKED = {
    "1": gettext_lazy("Document compared with its holder: in order"),
    "2": gettext_lazy("Another document seen, which agrees"),
    "3": gettext_lazy("Parents or papers of consent seen"),
    "4": gettext_lazy("Known at this post"),
}

SEXES = {"M": lambda: _("Male"), "F": lambda: _("Female"), "X": lambda: _("Sex X")}
assert set(FIELDS) <= set(FIELD_NAMES)
# What a passage shows of a document beside the name, and what a correction may change of it.
OF_A_PASSAGE = ("birth_date", "nationality", "document_number", "expiry_date")


def language() -> str:
    """The page's language, as the pure rooms name it."""
    return (translation.get_language() or "fr")[:2]


def papers(offered: str = "") -> list[dict[str, Any]]:
    """The languages in which a paper can be printed, and all of them at once; `offered` is chosen, else the page's."""
    chosen = offered or language()
    named = (PAPERS | {"all": _("all three")}).items()
    return [{"code": code, "name": name, "selected": code == chosen} for code, name in named]


def field(name: str) -> str:
    names = FIELD_NAMES.get(name) or CAPTURES.get(name)
    return names[language()] if names else name


def state(code: str | None) -> str:
    return states.name(code, language()) if code else ""


def value(name: str, said: Any) -> str:
    """What a field holds, as people write it; a dash where it holds nothing."""
    if not said:
        return "—"
    if name in {"nationality", "issuing_state"}:
        return state(str(said))
    if name.endswith("_date"):
        return partial_date(str(said))
    return SEXES[said]() if name == "sex" and said in SEXES else str(said)


def partial_date(text: str | None) -> str:
    """An ISO date as far as it is known, as people write it."""
    if not text:
        return ""
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return date_format(date(parts[0], parts[1], parts[2]), "j F Y")
        if len(parts) == 2:
            return date_format(date(parts[0], parts[1], 1), "F Y")
    except ValueError:  # a list may bear a day that no month has
        return text
    return str(parts[0])


def problem(found: dict[str, Any]) -> str:
    """A problem of the document in a sentence."""
    code, where = found["code"], found["field"]
    if code == "no_document":
        return _("The traveller shows no document")
    if code == "twice_aboard":
        return _("Number %(number)s of the vehicle shows the same document") % {"number": found["parameters"]["number"]}
    if code == "held_here":
        return _("Whoever bears this document is held at this post now")
    if code == "expired":
        return _("Expired on %(day)s") % {"day": partial_date(found["parameters"]["expiry"])}
    if code == "minor":
        return _("A child of %(age)s") % {"age": found["parameters"]["age"]}
    if code == "born_in_future":
        return _("Born on a day to come: %(day)s") % {"day": partial_date(found["parameters"]["day"])}
    if code == "missing":
        return _("Not given: %(field)s") % {"field": field(where)}
    if code in stay_words.PROBLEMS:
        return str(stay_words.PROBLEMS[code])
    if code in PROBLEMS:
        return typeset(Problem(code, where, **found["parameters"]).sentence(language()))
    return code


def not_checked(said: dict[str, Any]) -> str:
    """Something that was not checked, in words."""
    return {
        "visa": lambda: _("visa"),
        "chip": lambda: _("chip of the document"),
        "interpol": lambda: _("INTERPOL"),
        "mrz": lambda: _("machine readable zone: typed, not read"),
        "no_list": lambda: _("NO LIST is in service at this post"),
        "list_altered": lambda: (
            _("%(list)s: its file was altered or is gone, it was not asked") % {"list": said["list"]}
        ),
        "list_old": lambda: _("%(list)s: edition %(days)s days old") % {"list": said["list"], "days": said["days"]},
    }.get(said["code"], lambda: said["code"])()


def reason(said: dict[str, Any]) -> str:
    """Why a listing came up."""
    if said["code"] == "document_listed":
        status = {"stolen": _("stolen"), "lost": _("lost"), "revoked": _("revoked")}
        what = status.get(said["parameters"]["status"], _("reported"))
        return _("Document %(number)s is reported %(status)s") % {
            "number": said["parameters"]["number"],
            "status": what,
        }
    if said["code"] != "name" and said["code"] not in SENTENCES:
        return str(said["code"])
    why = Reason.from_json(said)
    return typeset(replace(why, parameters=in_words(why)).sentence(language()))


def typeset(sentence: str) -> str:
    """A sentence of a pure room as French is printed: no line begins with its punctuation. Names stay as written."""
    return typesetting.typeset(sentence, language())


def near(field: str, reasons: list[dict[str, Any]]) -> bool:
    """Whether a reason of the hit says that two answers which differ may be one: spellings, a date partly known."""
    return telling.near(field, {said["code"] for said in reasons})


def in_words(reason: Reason) -> dict[str, Any]:
    """The parameters of a reason as people say them: names of states, the sex, dates; the rest as it is."""
    return {name: _parameter(reason.code, name, said) for name, said in reason.parameters.items()}


def _parameter(code: str, name: str, said: Any) -> Any:
    if code in telling.SPEAK_OF_STATES and name in {"nationality", "state", "query", "listed"}:
        separator = "، " if language() == "ar" else ", "
        return separator.join(state(one) for one in said.split(", "))
    if code in telling.SPEAK_OF_SEX:
        return value("sex", said)
    return partial_date(said) if code in RELATIONS else said


def action(code: str) -> str:
    """What a listing asks of the officer."""
    return {
        "refer": _("Refer to the second line. A name alone decides nothing."),
        "refuse": _("Refusal asked and confirmed: refer to the second line."),
        "arrest": _("Arrest asked and confirmed: keep calm, call the second line."),
        "protect": _("Call the second line"),
    }.get(code, code)


def seen_before(seen: Seen | None) -> str:
    """What this post knows of the same document: earlier passages, and what else became of it in this shift."""
    if seen is None:
        return _("Not seen here before")
    sentences = []
    if seen.count:
        when = f"{partial_date(seen.last_day)} {seen.last_clock}".strip()
        means = str(TRANSPORTS.get(seen.transport, "")).lower()
        said = {"count": seen.count, "day": when, "means": f"{_(', ')}{means}" if means else ""}
        if seen.direction == "exit":
            last_out = ngettext(
                "Seen here %(count)s time, out on %(day)s%(means)s",
                "Seen here %(count)s times, last out on %(day)s%(means)s",
                seen.count,
            )
            sentences.append(last_out % said)
        else:
            last_in = ngettext(
                "Seen here %(count)s time, in on %(day)s%(means)s",
                "Seen here %(count)s times, last in on %(day)s%(means)s",
                seen.count,
            )
            sentences.append(last_in % said)
    others = [f"{OUTCOMES[state]}{_(': ')}{count}" for state, count in seen.others.items() if state in OUTCOMES]
    if others:
        sentences.append(_("The same document here: %(others)s") % {"others": _(", ").join(others)})
    return " · ".join(sentences)


def cleared(by: dict[str, str] | None) -> str:
    """How a hit was cleared, by which slip or by headquarters; empty where it was not."""
    if not by:
        return ""
    if not by["hint"]:
        day = {"day": partial_date(by["day"])}
        return _("Cleared by headquarters on %(day)s: another person. Compare all the same.") % day
    said = {"day": partial_date(by["day"]), "slip": by["hint"]}
    return _("Found to be another person on %(day)s, slip %(slip)s. Compare all the same.") % said


def journey(said: dict[str, Any]) -> list[dict[str, str]]:
    """What was heard of a journey, question by question."""
    shown = {
        "direction": (_("Direction"), DIRECTIONS.get(said.get("direction", ""), "")),
        "transport": (_("Transport"), TRANSPORTS.get(said.get("transport", ""), "")),
        "plate": (_("Plate"), said.get("plate", "")),
        "origin": (_("From"), said.get("origin", "")),
        "destination": (_("To"), said.get("destination", "")),
        "purpose": (_("Purpose"), PURPOSES.get(said.get("purpose", ""), "")),
        "stay_days": (_("Days of stay"), said.get("stay_days", "")),
        "minors": (_("Minors along"), said.get("minors", "")),
    }
    return [{"label": label, "value": str(value)} for label, value in shown.values() if value]


def verdict(level: str, hits: int, codes: set[str]) -> tuple[str, str]:
    """Title and sentence. `codes`: of the problems found."""
    if level == "clear":
        return _("Nothing found"), ""
    if level == "unchecked":
        return _("Not checked"), _("No list could be asked at this post.")
    if level == "stop":
        return _("Stop"), _("Call the second line.")
    if hits:
        return _("Look twice"), _("Possible match: %(count)s. Compare before you decide.") % {"count": hits}
    if codes and codes <= set(stay_words.VERDICTS):
        found = next(said for code, said in stay_words.VERDICTS.items() if code in codes)
        return str(found[0]), str(found[1])
    if codes == {"minor"}:
        return _("A child"), _("Ask who travels along, and look at the papers of consent.")
    if "no_document" in codes:
        return _("Look twice"), _("The traveller shows no document.")
    return _("Look twice"), _("Something is not in order with the document.")


def company(said: Accompanied) -> str:
    """With whom a child travels."""
    if said.with_whom != OTHER_ADULT:
        return str(COMPANIES[said.with_whom])
    return _("With another adult, paper of consent seen") if said.consent_seen else _("With another adult, no paper")


def manifest_fault(code: str, said: dict[str, Any]) -> str:
    """What is wrong with a passenger list, and what to do."""
    sentences = {
        "too_big": _("The passenger list is larger than %(most)s kB. Keep the sheet of passengers alone."),
        "too_long": _("The passenger list has more than %(most)s lines: no vehicle carries so many."),
        "empty": _("The passenger list holds no passenger."),
        "no_text": _("The passenger list cannot be read: save it again as CSV (UTF-8) or XLSX."),
        "no_list": _("This file is no passenger list. Save it again as CSV (UTF-8) or XLSX."),
        "no_heading": _("The first row must name the columns: surname, given names, number … It says: %(seen)s"),
    }
    return sentences[code] % said


def cancelling(state: str) -> str:
    """What follows when a passage in this state is cancelled."""
    return {
        "open": _("The traveller is put aside, undecided. The document must be read again."),
        "admitted": _("The traveller will count as not having passed here. Whoever did pass must be recorded again."),
        "referred": _("The traveller leaves the second line’s queue and nobody decides about them any more."),
        "refused": _("The refusal no longer stands: take back the paper that the traveller was given."),
        "handed_over": _("The record will no longer say that the traveller was handed over. Tell the authority."),
        "entrusted": _("The record will no longer say that the traveller was entrusted to a service. Tell it."),
        "held": _("The hold ends, and its line in the register says that it was cancelled. Let the person go."),
    }.get(state, "")


def journal_alarm(reason: str) -> str:
    """What the start of this node found, in words; the journal gives it in English, beginning as in this table."""
    said = {
        "this journal was restored": _("it was restored from a backup"),
        "entries are missing": _("entries at its end are missing"),
        "entry ": _("its last entry is not the one that was written"),
    }
    cause = next((words for start, words in said.items() if reason.startswith(start)), reason)
    return _("When the program started, the journal was not as it was left: %(cause)s.") % {"cause": cause}


def rule(code: str) -> str:
    """A rule of the desk that stood in the way, and what to do."""
    if said := stay_words.rule(code):
        return said
    return {
        **{said: str(sentence) for said, sentence in words_of_pictures.RULES.items()},
        "hit_goes_to_second_line": _("A list asks about this person: only the second line decides. Refer."),
        "say_what_was_looked_at": _("Say what you looked at before you admit."),
        "ask_the_protective_questions": _("Answer the three protective questions first."),
        "already_decided": _("This traveller is already decided. Correct the passage instead."),
        "beyond_this_shift": _("The shift that saw this traveller was handed over: only headquarters can read it."),
        "second_person_is_another": _("The second person is another officer than the one who decided."),
        "not_a_refusal": _("There is nothing to confirm here."),
        "no_confirmed_listing": _("No list asks for a refusal that its authority confirmed."),
        "say_to_whom": _("Say to which authority and to whom."),
        "nothing_changed": _("Nothing was changed."),
        "second_line_decides": _("This traveller was referred: the second line decides."),
        "already_confirmed": _("Nothing waits for a second person here: it was confirmed, or stands no more."),
        "not_known": _("The username, the password or the code is not right. Nothing was recorded."),
        "too_many_attempts": _(
            "Too many wrong attempts. Wait five minutes, or confirm from the second officer’s desk."
        ),
        "second_person_without_role": _("This officer serves neither at the first nor at the second line today."),
        "confirm_at_own_desk": _("This account signs in with a security key: confirm from that officer’s own desk."),
        "second_factor_missing": _("This account has no second factor yet: its officer sets one up at their own desk."),
        "already_cancelled": _("This passage is already cancelled."),
        "shift_leader_cancels": _(
            "A case referred, refused or handed over, or for whom a list asks, is cancelled by the shift leader."
        ),
        "shift_needed": _("Open your shift first."),
        "decide_first": _("Decide about this traveller first."),
        "not_referred": _("This traveller was not referred to the second line."),
        "another_officer_decides": _("Another officer than the one who saw this traveller first decides here."),
        "to_be_heard_apart": _("This person is to be heard apart: neither refused nor handed over."),
        "say_nationality_first": _(
            "Say the nationality first: a national of this State cannot be refused. Correct it."
        ),
        "cleared_by_headquarters": _("Headquarters found this to be another person: ask it to take that back."),
        "hit_is_not_put_aside": _("A list asks about this person: refer. The shift leader can cancel it."),
        "sheets_how_many": _("Sheets are numbered from 1 to 100 at a time; one that is not from here, alone."),
        "sheet_state": _("Say what became of which sheets."),
        "say_why_sheet": _("Say why the sheet is void or missing."),
        "sheet_has_lines": _("Lines of this sheet are keyed in: it is neither void nor unused."),
        "sheet_not_open": _(
            "This sheet is void or missing: nothing is keyed in from it. Change what is said of it first."
        ),
        "already_answered": _("This case was answered already, or is none."),
        "say_finding": _("Say what you found or did."),
        "not_entrusted": _("This traveller is not with a service."),
        "say_which_service": _("Choose a service of this post that is in force today."),
        "say_the_consent": _("Say whether the person agrees."),
        "not_yours_to_see": _("Only the protection focal point, and whoever made this referral, may do this."),
        "already_accepted": _("The service has accepted already."),
        "accept_first": _("Record first that the service accepted."),
        "referral_closed": _("This referral is closed: its last word was recorded."),
        "say_the_answer": _("Choose what the service answered."),
        "time_to_come": _("This time is still to come. Write the hour at which it happened, such as 14:05."),
        "before_it_was_asked": _("This is before the traveller was handed over."),
        "administrator_declares": _("An administrator declares the services of a post, and ends them."),
        "another_approves_service": _("You declared this service: another person approves it."),
        "not_yours_to_approve_service": _(
            "A service is approved by an administrator, at the national desk, or by the protection focal point."
        ),
        "already_decided_here": _("This service was approved already."),
        "nobody_to_call_yet": _("Nobody is to be called yet."),
        "nothing_to_pay": _("No rule asks this traveller for this fee: nothing is to pay. Nothing was recorded."),
        "how_many": _("Say for how many persons, animals or vehicles: a number from 1."),
        "receipt_already_so": _("This receipt was decided about meanwhile. Look at it again."),
        "receipt_of_another_machine": _("Another machine gave this receipt: it is cancelled there."),
        "say_why_cancelled": _("Say why the receipt is cancelled."),
        "cash_needs_another": _("The second person is another officer than the one who asked or counted."),
        "count_waits": _("A count of the cash waits for its second person: decide about it first."),
        "count_each_currency": _("Count each currency, the empty ones too."),
        "left_more_than_counted": _("More is left in the drawer than was counted."),
        "say_why_the_cash_differs": _("What was counted is not what the receipts say: write why."),
        "count_is_decided": _("This count was closed, or is to be made again. Look at the cash."),
        "not_your_agency": _("You do not serve for this agency today."),
        "check_the_vehicle": _("This traveller sits in a vehicle: your agency checks the vehicle, not who sits in it."),
        "no_such_check": _("This agency makes no such check. Nothing was recorded."),
        "call_is_over": _("This call was answered or taken back meanwhile."),
        "already_held": _("This person is held already: the clock runs."),
        "no_rule_to_hold": _(
            "No rule of this State lets anybody be held here on this ground. Release, or hand over to the authority."
        ),
        "child_not_held": _("A child is not held here: call the service that protects children."),
        "heard_apart_not_held": _("This person is to be heard apart, and is not held for entry or stay."),
        "own_national_not_held": _("A national of this State is not held for entry or stay."),
        "say_why_held": _("Say what the person is held for."),
        "say_whether_adult": _("The age is not known: say whether an adult stands here. A child is not held."),
        "not_held": _("Nobody is held in this case."),
        "say_in_which_language": _("Say in which language the rights were told."),
        "no_extension_left": _("The rule allows no more time: release, or hand over to the authority."),
        "say_decision_number": _("Give the number of the prosecutor’s decision."),
        "time_not_possible": _("This time lies ahead, or too far back. Look at the hour."),
        "not_handed_over": _("No hand-over stands in this case."),
        "already_received": _("The receipt of this hand-over is recorded already."),
        "confirm_before_receipt": _("A second person confirms the hand-over first."),
        "receipt_not_signed": _("Whoever takes the person signs the receipt first."),
        "say_who_received": _("Say who took the person, and on what basis."),
        "say_of_each_hit": _("Say of each possible match whether it is this person."),
        "slip_not_known": _("No slip with this reference counts today. Look at each sign again, or refer."),
        "slip_of_somebody_else": _("This slip was given to somebody of another name or date of birth. Refer."),
        "slip_clears_nothing": _("This slip does not speak of what came up here. Refer."),
        "slip_withdrawn_already": _("This slip was taken back already."),
        "say_why_withdrawn": _("Say why the slip is taken back."),
        "say_which_vehicle": _("Say which kind of vehicle it is."),
        "vehicle_full": _("This list is full: open another vehicle for the others."),
        "vehicle_closed": _("This vehicle was let go already: open another one."),
        "nobody_stands_clean": _("Nobody on this page can be admitted without another look."),
        "nobody_to_refer": _("Nobody on this page has to go to the second line."),
        "somebody_undecided": _("Somebody aboard is still undecided."),
        "agency_calls": _("An agency asks to see this vehicle or somebody aboard: answer its call first (!)."),
        "hold_not_confirmed": _("A second person confirms the hold first."),
        "prosecutor_first": _("Tell the prosecutor first, and note it."),
        "consent_of_a_child": _("This person is an adult: ask them whether they agree."),
        "count_the_heads": _("Count the heads first, and write how many."),
        "say_why_they_differ": _("Heads and list differ: say why, or look again."),
        "no_such_line": _("The passenger list has no such line."),
        "not_aboard": _("This traveller is not on this vehicle’s list."),
        "say_who_is_with_the_child": _("Say with whom the child travels."),
        "adult_not_known": _("Choose the adult among the travellers read here."),
        "child_goes_to_second_line": _("A child alone, or with an adult who shows no paper of consent: refer."),
        "too_many_waiting": _("Too many swipes wait. Decide about some travellers, then swipe again."),
        **{name: str(said) for name, said in OF_COUNTING.items()},
    }.get(code, code)
