"""The doors of the house."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.i18n import set_language

from jalon.config.first_page import NONE, first_page
from jalon.headquarters import statistics_api
from jalon.headquarters.views import newcomer
from jalon.staff.postings import roles_of

urlpatterns = [
    path("", include("jalon.desk.urls")),
    path("", include("jalon.headquarters.urls")),
    path("", include("jalon.secretariat.urls")),
    path("api/v1/", statistics_api.marked()),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/first/", newcomer.first, name="account_first"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/factors/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
]


def home(request: HttpRequest) -> HttpResponse:
    """Where everybody arrives who signs in: the first page of his own work, or word that there is none."""
    page = first_page(roles_of(request.user))
    return render(request, "nothing_opens.html") if page == NONE else redirect(page)


def health(_request: HttpRequest) -> HttpResponse:
    """Says that the server answers; nothing else."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns.append(path("home/", home, name="home"))
urlpatterns.append(path("health/", health, name="health"))
