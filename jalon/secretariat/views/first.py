"""The first page of cooperation: the forums that this machine sits in or hosts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jalon.cooperation.models import ForumFact
from jalon.secretariat.roles import READS
from jalon.web.gate import opens_to


@opens_to(*READS)
def promises(request: HttpRequest) -> HttpResponse:
    forums = ForumFact.objects.order_by("forum", "-on").values_list("forum", flat=True)
    return render(request, "secretariat/promises.html", {"forums": list(dict.fromkeys(forums))})
