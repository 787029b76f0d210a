"""What an enrolled post must not decide itself: on whatever page it is tried, the answer says where it is decided."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jalon.journal.record import BelongsToHeadquarters


class DecidedAbove:
    """Middleware: an act that belongs to the headquarters is refused with a page, not with a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, BelongsToHeadquarters):
            return render(request, "decided_above.html", status=409)
        return None
