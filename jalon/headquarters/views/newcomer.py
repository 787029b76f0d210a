"""The newcomer's door: a username, a one-time code, a password of one's own. Open to everybody, and says little."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.headquarters.forms import FirstPassword
from jalon.staff import first_code


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Choose a password with a one-time code. Attempts are limited by address and by name."""
    form = FirstPassword(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        username = said["username"].strip().lower()
        if not ratelimit.consume(request, action="first_code", key=username):
            form.add_error(None, _("Too many attempts. Wait a quarter of an hour, then try again."))
            status = 429
        elif first_code.use(username, said["code"], said["password"]):
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
        else:
            form.add_error(
                None,
                _("This name and this code do not go together, or the code is over. Ask an administrator for another."),
            )
    return render(request, "headquarters/first.html", {"form": form}, status=status)
