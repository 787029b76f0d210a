"""Referrals and services as pages show them. What tells the kind of service is said to those whose work it is alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.crossings.company import company_of
from jalon.crossings.correction import as_corrected
from jalon.crossings.decision import AT_THE_SECOND_LINE
from jalon.crossings.inspection import age_on
from jalon.crossings.models import Inspection
from jalon.desk import seen
from jalon.journal.node import this_node, wall_clock
from jalon.protection import clock, directory, referral
from jalon.protection.codes import ANSWERS, CAME_BACK, CONSENTS, DAYS, KINDS, LANGUAGES, WHOM
from jalon.protection.doubts import SENTENCES, doubts
from jalon.protection.models import Referral, Service
from jalon.protection.open_cases import stands_at_the_post
from jalon.staff.postings import name_of, standing
from jalon.web.days import date_format
from jalon.web.gate import Role


def service_shown(service: Service) -> dict[str, Any]:
    """A service in words."""
    now = timezone.localtime()
    opening = clock.reachable_from(service.hours, now)
    return {
        "key": service.key,
        "code": service.code,
        "kind": KINDS.get(service.kind, service.kind),
        "name": service.name,
        "telephones": service.telephones,
        "hours": hours(service),
        "open_now": opening == now,
        "opens_at": moment(opening),
        "languages": [LANGUAGES.get(code, code) for code in service.languages],
        "accept_within": service.accept_within,
        "steps": [step_shown(clock.Step(**step)) | {"after": step["after"]} for step in service.steps],
        "reference": service.reference,
        "since": date_format(service.since, "j F Y"),
        "until": date_format(service.until, "j F Y") if service.until else "",
        "to_come": service.since > timezone.localdate(),
        "approved": bool(service.approved_by),
        "declared_by": name_of(service.declared_by),
        "approved_by": name_of(service.approved_by) if service.approved_by else "",
    }


def hours(service: Service) -> str:
    """When a service is open."""
    if service.hours is None:
        return _("day and night")
    days = _(", ").join(str(DAYS[day]) for day in service.hours["days"])
    return f"{days} · {service.hours['opens']}–{service.hours['closes']}"


def step_shown(step: clock.Step) -> dict[str, Any]:
    """Whom to call, by name and number."""
    following = directory.by_code(step.service) if step.service else None
    return {
        "whom": following.name if following else WHOM.get(step.whom, step.whom),
        "telephones": following.telephones if following else [step.telephone] if step.telephone else [],
    }


def referral_shown(row: Referral) -> dict[str, Any]:
    """A referral for those who may see it; without the traveller, who is shown once it is opened."""
    said = referral.said_of(row)
    service = referral.service_of(said) if said else None
    line = neutral(row)
    if said is None or service is None:
        return line | {"readable": False}
    due = referral.standing(row)
    answers = said.get("answers", [])
    accepted = said.get("accepted")
    return line | {
        "readable": True,
        "due": moment(due.due) if due else "",
        "late": how_long(due.late) if due and due.late else "",
        "service": service_shown(service),
        "consent": CONSENTS.get(said["consent"], said["consent"]),
        "handed_to": said["handed_to"],
        "handed_at": clock_of(said["handed_at"]),
        "call": step_shown(due.call) if due and due.call else None,
        "next_at": moment(due.next_at) if due and due.next_at else "",
        "accepted_at": clock_of(accepted["accepted_at"]) if accepted else "",
        "accepted_by": accepted["by"] if accepted else "",
        "took": how_long(accepted["accepted_at"] - said["handed_at"]) if accepted else "",
        "file": next((one["file"] for one in [*reversed(answers), accepted or {}] if one.get("file")), ""),
        "calls": [
            {
                "time": clock_of(one["at"]),
                "whom": _whom(service, one),
                "officer": name_of(one["officer"]),
            }
            for one in said.get("calls", [])
        ],
        "answers": [
            {"time": clock_of(one["at"]), "label": answer_label(one["answer"]), "officer": name_of(one["officer"])}
            for one in answers
        ],
    }


def neutral(row: Referral) -> dict[str, Any]:
    """What anybody at the second line may know of a referral: its number, and since when it waits.

    Not when the service must answer: each has its own hours, which stand in the directory and would tell which it is.
    """
    return {
        "key": row.key,
        "number": referral.number_of(row),
        "url": reverse("desk:referral", args=[row.key]),
        "asked_at": clock_of(row.at),
        "made_by": name_of(row.officer),
        "state": row.state,
        "state_label": state_label(row),
        "waited": how_long(wall_clock() - row.at),
        "long": referral.waits_long(row),
    }


def state_label(row: Referral) -> str:
    return {
        "asked": _("no answer yet"),
        "accepted": _("accepted"),
        "answered": _("closed"),
    }[row.state]


def answer_label(code: str) -> str:
    return str(_("Stood at the post again") if code == CAME_BACK else ANSWERS.get(code, code))


def at_the_second_line(officer: str) -> list[dict[str, Any]]:
    """Everybody entrusted whom no service has: those who are back first, then by how long they wait. Who may see the
    service is led to it; the others read since when it does not answer, and whom of the post to tell."""
    lines = []
    for inspection in Inspection.objects.filter(state="entrusted").order_by("position"):
        last = referral.latest_of(inspection.key)
        if last is None or not stands_at_the_post(last):
            continue
        may_see = referral.may_see(last, officer)
        line = referral_shown(last) if may_see else neutral(last)
        lines.append(
            line
            | {
                "name": seen.name_of(inspection),
                "inspection": inspection.key,
                "case": reverse("desk:case", args=[inspection.key]),
                "may_see": may_see,
                "back": last.returns,
                "act": _act(last, line, may_see),
            }
        )
    lines.sort(key=lambda line: not line["back"])
    first = next((line for line in lines if line["act"]), None)
    return [line | {"first": line is first} for line in lines]


def _act(row: Referral, line: dict[str, Any], may_see: bool) -> str:
    """What there is to do now about somebody whom no service has: again | call | tell; empty where nothing is."""
    if row.returns:
        return "again"
    if may_see:
        return "call" if line.get("call") else ""
    return "tell" if line["long"] else ""


def focal_points() -> list[str]:
    """Who is the protection focal point of this post today."""
    here = this_node().keys.post
    held = standing().filter(role=Role.PROTECTION.value, post=here).values_list("officer", flat=True)
    return sorted(name_of(officer) for officer in set(held))


def of_the_case(inspection: Inspection, officer: str) -> dict[str, Any]:
    """What the page of a case says of protection."""
    last = referral.latest_of(inspection.key)
    return {
        "doubts": [SENTENCES[code] for code in doubts_of(inspection)],
        "may_entrust": inspection.state in AT_THE_SECOND_LINE,
        "entrusted": inspection.state == "entrusted",
        "came_back": inspection.state == "referred" and last is not None,
        "referral": reverse("desk:referral", args=[last.key]) if last and referral.may_see(last, officer) else "",
        "number": referral.number_of(last) if last else "",
    }


def doubts_of(inspection: Inspection) -> tuple[str, ...]:
    """Why child protection should hear this traveller, as codes; none for an adult."""
    fields = as_corrected(inspection)
    if fields is None:
        return ()
    company = company_of(inspection)
    child = (
        {"with": company.with_whom, "adult": company.adult, "consent_seen": company.consent_seen} if company else None
    )
    known = child is not None and Inspection.objects.filter(key=child["adult"]).exclude(state="cancelled").exists()
    return doubts(child, age_on(fields.get("birth_date"), timezone.localdate()), adult_known=known)


def how_long(lasted: timedelta | int) -> str:
    """Hours and minutes, of a duration or of milliseconds."""
    minutes = int((lasted if isinstance(lasted, timedelta) else timedelta(milliseconds=lasted)).total_seconds() // 60)
    hour, minute = divmod(max(0, minutes), 60)
    if hour:
        return _("%(hours)s h %(minutes)02d") % {"hours": hour, "minutes": minute}
    return _("%(minutes)s min") % {"minutes": minute}


def moment(at: datetime) -> str:
    """An hour of today; of another day, with the day."""
    local = timezone.localtime(at)
    return local.strftime("%H:%M" if local.date() == timezone.localdate() else "%d/%m %H:%M")


def clock_of(milliseconds: int) -> str:
    return moment(referral.local(milliseconds))


def _whom(service: Service, call: dict[str, Any]) -> Any:
    step = call["step"]
    if step is None or step >= len(service.steps):
        return WHOM.get(call["whom"], call["whom"])
    return step_shown(clock.Step(**service.steps[step]))["whom"]
