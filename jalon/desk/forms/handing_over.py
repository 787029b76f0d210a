"""Handed over: to which authority, and then who took the traveller, as the signed receipt says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.crossings.authorities import KINDS, known_at
from jalon.desk.forms.holding import ClockTime
from jalon.desk.forms.questions import three_letters


class HandingOver(forms.Form):
    """To whom."""

    authority = forms.ChoiceField(label=_("Authority"))
    unit = forms.CharField(
        label=_("Unit, and whoever was spoken to"),
        help_text=_("By name or service number. One of the list needs nothing more."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, post: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {f"known-{number}": one for number, one in enumerate(known_at(post))}
        here = [(code, f"{KINDS[one.kind]} · {one.name}") for code, one in self.known.items()]
        groups = [(_("Known at this post"), here)] if here else []
        self.fields["authority"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *groups,
            (_("Others"), list(KINDS.items())),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = self.known.get(values.get("authority", ""))
        unit = (values.get("unit") or "").strip()
        values["kind"] = chosen.kind if chosen else values.get("authority")
        values["to"] = " · ".join(part for part in (chosen.name if chosen else "", unit) if part)
        if values["kind"] and not values["to"]:
            self.add_error("unit", _("Say which unit, and whom you spoke to."))
        return values


class Receipt(forms.Form):
    """The receipt came back signed."""

    who = forms.CharField(label=_("Who took the person: name, rank, unit"), max_length=120, validators=[three_letters])
    number = forms.CharField(label=_("Their service number"), max_length=40, required=False)
    received_at = ClockTime(label=_("Taken at"))
    basis = forms.CharField(
        label=_("On what basis: warrant, instruction, text"), max_length=160, validators=[three_letters]
    )
    signed = forms.BooleanField(label=_("The receipt is signed by whoever took the person"))
