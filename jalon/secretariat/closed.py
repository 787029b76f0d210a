"""What a partner's officer never opens: what a state keeps among its own, in no forum.

Asked once for every address of cooperation, before its view runs, so that a page added tomorrow is held to it too: by
the forum that the address names, and by the key of the row. Lists that name no forum ask `reads_own`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from jalon.cooperation.models import Evaluation, Row
from jalon.secretariat.roles import WRITES
from jalon.secretariat.speaking import OWN
from jalon.staff.postings import roles_of
from jalon.web.gate import Role

KEYS = ("key", "about", "kept_as", "recommendation", "gap", "project")  # in an address, or asked for behind it
# An evaluation says itself for whom it was drawn.
SAYS_ITSELF = frozenset({Evaluation})


def reads_own(request: HttpRequest) -> bool:
    """Whether the officer reads what this state keeps among its own."""
    roles = roles_of(request.user)
    return Role.PARTNER not in roles or bool(roles & WRITES)


def to_partners(patterns: Sequence[URLPattern]) -> list[URLPattern]:
    """The same addresses, with what is a state's own closed to partners: 404, as for what is not there."""
    for pattern in patterns:
        pattern.callback = _closed(pattern.callback)
    return list(patterns)


def _closed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not reads_own(request) and _names_own(request, named):
            raise Http404
        return view(request, *args, **named)

    return guarded


def _names_own(request: HttpRequest, named: Mapping[str, Any]) -> bool:
    if OWN in {named.get("forum"), request.GET.get("forum"), request.POST.get("forum")}:
        return True
    asked = {str(where[name]) for where in (named, request.GET, request.POST) for name in KEYS if where.get(name)}
    return bool(asked) and is_own(asked)


def is_own(keys: set[str]) -> bool:
    """Whether one of these is the key of a row that stands in no forum."""
    rows = [model for model in apps.get_app_config("cooperation").get_models() if issubclass(model, Row)]
    return any(
        model._default_manager.filter(key__in=keys, forum="").exists() for model in rows if model not in SAYS_ITSELF
    )
