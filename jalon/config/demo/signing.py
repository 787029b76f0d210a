"""The door of the demonstration: a link that signs somebody of its cast in, at a page. On no other machine: see
`settings`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from jalon.staff.models import Account

PLACE = "/demonstration/as/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE")


class SignsIn:
    """Middleware: /demonstration/as/USERNAME/?to=PAGE&language=LANGUAGE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PLACE):
            return sign_in(request, request.path.removeprefix(PLACE).strip("/"))
        return self.get_response(request)


def sign_in(request: HttpRequest, username: str) -> HttpResponse:
    to, language = request.GET.get("to", "/home/"), request.GET.get("language", "")
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return HttpResponseBadRequest("There is no such person, or no such page.", content_type="text/plain")
    if not (request.user.is_authenticated and request.user.pk == account.pk):
        kept = {name: request.META[name] for name in TOKEN if name in request.META}
        login(request, account, backend=BACKEND)
        # The token of forms is one for all machines of this host: a page that is open at another still sends its own.
        for name in TOKEN:
            request.META.pop(name, None)
        request.META.update(kept)
    answer = redirect(to)
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Strict")
    return answer
