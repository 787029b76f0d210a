"""A visa, a permit or an entry stamp, as the officer reads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.desk import stay_words, words
from jalon.desk.forms.questions import PartialDate, StateCode
from jalon.regimes.rule import NO_LIMIT, Allowance
from jalon.regimes.visas import KINDS, Visa


class WholeDate(PartialDate):
    """A date of which day, month and year are known. Gives a date, or None."""

    def clean(self, value: Any) -> date | None:  # type: ignore[override]
        found = super().clean(value)
        if found is None:
            return None
        if len(found) != len("2026-11-25"):
            raise forms.ValidationError(_("Write the day, the month and the year: 25 11 2026."))
        return date.fromisoformat(found)


class StaySeen(forms.Form):
    """What was read. `entered` is asked of whoever leaves."""

    entered = WholeDate(label=_("Day of the last entry stamp"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Visa or permit"))
    number = forms.RegexField(
        r"^[A-Za-z0-9 /-]*$",
        label=_("Number"),
        max_length=30,
        required=False,
        error_messages={"invalid": _("It may hold the letters A to Z, digits, spaces, “/” and “-”, nothing else.")},
    )
    issuing_state = StateCode(label=_("Issuing State"), required=False)
    valid_from = WholeDate(label=_("Valid from"), max_length=20, required=False, ahead=True)
    valid_until = WholeDate(label=_("Valid until"), max_length=20, required=False, ahead=True)
    entries_allowed = forms.ChoiceField(
        label=_("Entries allowed"), choices=list(stay_words.ENTRIES.items()), required=False
    )
    entries_used = forms.IntegerField(label=_("Entries used before"), min_value=0, max_value=999, required=False)
    days = forms.IntegerField(label=_("Longest stay, in days"), min_value=1, max_value=3650, required=False)

    def __init__(self, *args: Any, leaving: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = words.language()
        self.fields["kind"].choices = [(code, names[language]) for code, names in KINDS.items()]  # type: ignore[attr-defined]
        if not leaving:
            del self.fields["entered"]
        self.fields["entered" if leaving else "number"].widget.attrs["data-focus"] = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It ends before it begins."))
        allowed, used = values.get("entries_allowed"), values.get("entries_used")
        if allowed and allowed != "0" and used and used > int(allowed):
            self.add_error("entries_used", _("More entries are used than were allowed."))
        return values

    def visa(self, nationality: str | None, stamps: tuple[str, ...] = ()) -> Visa | None:
        """The visa or permit; None where nothing of one was written."""
        said = self.cleaned_data
        written = ("number", "valid_from", "valid_until", "entries_allowed", "entries_used", "days")
        if not any(said.get(name) not in (None, "") for name in written):
            return None
        allowed = said.get("entries_allowed")
        return Visa(
            number=" ".join((said.get("number") or "").upper().split()) or None,
            kind=said["kind"],
            issuing_state=said.get("issuing_state"),
            nationality=nationality,
            valid_from=said.get("valid_from"),
            valid_until=said.get("valid_until"),
            entries_allowed=int(allowed) if allowed else None,
            entries_used=said.get("entries_used") or 0,
            allowance=Allowance(said["days"], "entry") if said.get("days") else NO_LIMIT,
            stamps=stamps,
        )


def initial_of(visa: Visa | None, entered: date | None, country: str) -> dict[str, Any]:
    """What is known already, as the questions begin."""
    known: dict[str, Any] = {"issuing_state": country, "kind": "visa"}
    if entered is not None:
        known["entered"] = entered.isoformat()
    if visa is None:
        return known
    return known | {
        "kind": visa.kind,
        "number": visa.number or "",
        "issuing_state": visa.issuing_state or country,
        "valid_from": visa.valid_from.isoformat() if visa.valid_from else "",
        "valid_until": visa.valid_until.isoformat() if visa.valid_until else "",
        "entries_allowed": "" if visa.entries_allowed is None else str(visa.entries_allowed),
        "entries_used": visa.entries_used or "",
        "days": visa.allowance.days or "",
    }
