"""What the pages of alerts and of public warnings say of codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.alerts.models import Delivery
from jalon.alerts.situation import GRAVE, NOTE, SERIOUS

SHAPES = {NOTE: "○", SERIOUS: "▲", GRAVE: "■"}  # a severity by its shape, besides its word and colour


def rule(code: str) -> str:
    """A rule of alerts or warnings that stood in the way, and what to do."""
    return {
        "not_yours": _("This is not yours to do: ask an administrator."),
        "no_such_alert": _("There is no such alert."),
        "alert_over": _("This alert is over: there is nothing left to take in hand."),
        "already_acknowledged": _("Somebody has this alert in hand already."),
        "not_understood": _("Something in this form was not understood: choose again."),
        "say_which_role": _("Choose the role on whose page these alerts are to stand."),
        "not_an_email_address": _("This is no address of e-mail: write it as name@example.org."),
        "not_a_web_address": _("This is no address that may be called: write https:// and the rest."),
        "subscribed_already": _("This is told there already."),
        "no_such_subscription": _("This is told there no more."),
        "delivery_not_waiting": _("This was sent meanwhile, or is being sent."),
        "say_the_plate": _("Write the plate, with its letters and digits."),
        "say_the_request": _("Write whose request it is: the authority, the number, the day."),
        "a_year_at_most": _("The last day lies between today and a year from today."),
        "announced_already": _("This plate is announced already."),
        "no_such_plate": _("Nobody asks for this plate any more."),
        "no_such_warning": _("There is no such warning."),
        "warning_not_a_draft": _("This warning was published or dropped already."),
        "warning_second_person": _("You drafted this warning: another person publishes it."),
        "warning_over": _("This warning would be over before it is published: draft it again with a later end."),
        "warning_not_standing": _("This warning does not stand any more."),
        "say_why_cancelled": _("Say why it is taken back: whoever read it reads this too."),
        "warning_words_missing": _(
            "French is needed, and in each language that you use: what happens, the headline and the description."
        ),
        "warning_area_missing": _("Say which area is concerned."),
        "warning_circle": _("Write the circle as latitude, longitude in degrees and a radius in km: 15.18,-9.32 30"),
        "warning_expires": _("The end lies in the future, within a month, and after the beginning."),
    }.get(code, code)


def happened(what: str) -> str:
    return {
        "opened": pgettext("an alert", "Found"),
        "again": pgettext("an alert", "Came again"),
        "worsened": pgettext("an alert", "Became worse"),
        "ended": pgettext("an alert", "Over"),
    }.get(what, what)


def channel(code: str) -> str:
    return {"page": _("On the page"), "email": _("By e-mail"), "webhook": _("To another program")}.get(code, code)


def delivery(state: str) -> str:
    return {
        Delivery.WAITING: pgettext("a delivery", "Waits"),
        Delivery.SENDING: pgettext("a delivery", "Being sent"),
        Delivery.SENT: pgettext("a delivery", "Sent"),
        Delivery.GIVEN_UP: pgettext("a delivery", "Given up"),
        Delivery.DROPPED: pgettext("a delivery", "Not wanted any more"),
    }.get(state, state)


def warning(state: str) -> str:
    return {
        "draft": pgettext("a public warning", "Draft: another person publishes it"),
        "published": pgettext("a public warning", "Published"),
        "updated": pgettext("a public warning", "Replaced by an update"),
        "cancelled": pgettext("a public warning", "Taken back"),
        "dropped": pgettext("a public warning", "Dropped, never published"),
        "over": pgettext("a public warning", "Its time is over"),
    }.get(state, state)
