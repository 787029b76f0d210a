"""The addresses of cooperation."""

from django.urls import path

from jalon.secretariat.views import first

app_name = "secretariat"
urlpatterns = [
    path("promises/", first.promises, name="promises"),
    path("promises/forum/<slug:forum>/", first.forum, name="forum"),
]
