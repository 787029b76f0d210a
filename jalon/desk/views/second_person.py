"""The second person at the screen of the first: the same few lines on every page where one may confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jalon.crossings.models import Decision, Shift
from jalon.crossings.second_person import confirm_here
from jalon.desk.forms.second_line import SecondPerson


def confirmed_here(request: HttpRequest, made: Decision, present: Shift, form: SecondPerson) -> bool:
    """Confirm as the officer who typed name and password. Raises NotAllowed, whose words go into the form."""
    confirm_here(request, made, present.officer, **form.cleaned_data)
    messages.success(request, _("The decision is confirmed."))
    return True
