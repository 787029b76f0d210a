"""The first pages, and who speaks for whom."""

from types import SimpleNamespace

import pytest

from jalon.cooperation.saying import NotAllowed
from jalon.secretariat import speaking, words
from jalon.secretariat.tests.signing_in import DALIA, DELEGATE, PARTNER, browser_of, in_language
from jalon.staff.models import Account
from jalon.web.gate import Role


def asks(name: str, role: Role, posted: str = "ML-GOG"):
    browser_of(name, role, posted)
    return SimpleNamespace(user=Account.objects.get(username=name))


SPEAKS = {
    "the secretary for the forum": (DALIA, "ML-GOG", ["", "NER", "iom"]),
    "a delegate for the party he is posted at": (DELEGATE, "MLI", ["MLI"]),
    "a delegate of a state that sits not there": (DELEGATE, "TCD", "not_joined"),
    "a partner for nobody": (PARTNER, "ML-GOG", "speaks_for_nobody"),
    "a first line for nobody": (Role.FIRST_LINE, "ML-GOG", "speaks_for_nobody"),
}


@pytest.mark.parametrize("name", SPEAKS)
def test_for_whom_an_officer_speaks(forum, name):
    role, posted, expected = SPEAKS[name]
    request = asks("somebody", role, posted)
    if isinstance(expected, list):
        assert speaking.for_party(request, forum) == expected[0]
        assert speaking.for_whom(request, forum) == expected
        with pytest.raises(NotAllowed):
            speaking.may_write_for(request, forum, "TCD")
    else:
        assert speaking.for_whom(request, forum) == []
        with pytest.raises(NotAllowed, match=expected):
            speaking.for_party(request, forum)


PAGES = {"fr": "Forum des frontières", "en": "Border forum", "ar": "منتدى الحدود"}


@pytest.mark.parametrize("language", PAGES)
def test_the_first_pages(forum, dalia, language):
    in_language(dalia, language)
    for address in ("/promises/", f"/promises/forum/{forum}/"):
        page = dalia.get(address)
        assert page.status_code == 200 and PAGES[language] in page.content.decode()
    assert dalia.get("/promises/forum/other/").status_code == 404
    assert dalia.get("/promises/forum/own/").status_code == 404


def test_a_refusal_has_one_sentence():
    families = (words.figures, words.forums, words.measures, words.meetings, words.progress, words.recommendations)
    assert sum(len(family.NOT_ALLOWED) for family in (*families, words.room)) == len(words.NOT_ALLOWED)
