"""What people call the columns that they fill."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    "address": _("Address"),
    "amount": _("Amount"),
    "answer": _("Answer to the question"),
    "code": _("Code"),
    "deliverable": _("Deliverable"),
    "due": _("Due"),
    "email": _("E-mail"),
    "ends": pgettext_lazy("a day", "To"),
    "function": _("Function"),
    "head": _("Head of the delegation"),
    "hours": _("Hours"),
    "line": _("Line of its budget"),
    "means": pgettext_lazy("of a measure", "Means"),
    "name": _("Name"),
    "note": _("Note"),
    "number": _("Number"),
    "office": _("Service"),
    "on": _("On"),
    "place": _("Place"),
    "posts": _("Posts"),
    "question": _("Question"),
    "radio": _("Radio"),
    "signatory": _("Signed by (function, no name)"),
    "source_ref": _("Source"),
    "starts": pgettext_lazy("a day", "From"),
    "telephone": _("Telephone"),
    "text": _("Text"),
    "title": _("Title"),
    "where": _("Where it is done"),
    "why": _("Why"),
}
