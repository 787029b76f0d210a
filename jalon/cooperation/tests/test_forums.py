"""Forums and parties: a table of what stands after which facts, on a day and at an arrival position."""

from datetime import date

import pytest

from jalon.cooperation import forums
from jalon.cooperation.models import ForumFact, PartyFact
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.texts import in_language, language_of

DALIA = "dalia"
JAN, MAR, JUN, SEP = date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


@pytest.fixture
def founded(forum):
    forums.found({"fr": "Forum des frontières", "en": "Border forum"}, "regional", JAN, DALIA, host="MRT")
    forums.add_party(forum, "mli", "state", {}, JAN, DALIA, node="aa" * 8)
    forums.add_party(forum, "NER", "state", {}, JAN, DALIA)
    forums.add_party(forum, "iom", "agency", {"fr": "OIM"}, MAR, DALIA)
    return forum


@pytest.mark.both
def test_a_forum_is_what_its_dated_facts_say(founded):
    before = ForumFact.objects.order_by("-position").first().position
    forums.rename(founded, {"fr": "Comité permanent"}, MAR, DALIA)
    forums.move(founded, "NER", "https://forum.example.org", JUN, DALIA)
    forums.dissolve(founded, SEP, DALIA)
    on = {day: forums.forum(founded, on=day) for day in (JAN, MAR, JUN, SEP)}
    assert [one.name for one in on.values()] == ["Forum des frontières", *["Comité permanent"] * 3]
    assert [one.host for one in on.values()] == ["MRT", "MRT", "NER", "NER"]
    assert [one.dissolved for one in on.values()] == [None, None, None, SEP]
    assert on[JUN].address == "https://forum.example.org"
    assert forums.forum(founded, at=before).name == "Forum des frontières"
    assert forums.forum(founded, on=date(2025, 12, 31)) is None


@pytest.mark.both
def test_a_party_joins_is_renamed_leaves_and_comes_back(founded):
    forums.rename_party(founded, "iom", {"fr": "Organisation internationale"}, JUN, DALIA)
    forums.party_left(founded, "NER", JUN, DALIA)
    assert [one.code for one in forums.parties(founded, on=MAR)] == ["MLI", "NER", "iom"]
    assert [one.code for one in forums.parties(founded, on=JUN)] == ["MLI", "iom"]
    assert forums.party("NER", founded).left == JUN
    assert not forums.is_member("NER", founded, on=SEP)
    assert forums.party_name("iom", founded, on=MAR) == "OIM"
    assert forums.party_name("iom", founded) == "Organisation internationale"
    assert forums.party_name("MLI", founded) == "Mali"
    assert forums.party_name("", founded) == "Forum des frontières"
    forums.add_party(founded, "NER", "state", {}, SEP, DALIA)
    assert forums.party("NER", founded).joined == SEP
    assert PartyFact.objects.filter(code="NER").count() == 3


REFUSED = {
    "a second founding": (lambda f: forums.found({"fr": "x"}, "local", JAN, DALIA), "founded_already"),
    "an unknown kind": (lambda f: forums.add_party(f, "x", "bloc", {}, JAN, DALIA), "kind_not_known"),
    "an unknown state": (lambda f: forums.add_party(f, "XQX", "state", {}, JAN, DALIA), "state_not_known"),
    "a donor without a name": (lambda f: forums.add_party(f, "gd", "donor", {"fr": " "}, JAN, DALIA), "needs_a_name"),
    "a code with a blank": (
        lambda f: forums.add_party(f, "g d", "donor", {"fr": "G"}, JAN, DALIA),
        "code_not_in_order",
    ),
    "a stranger leaves": (lambda f: forums.party_left(f, "TCD", JAN, DALIA), "no_such_party"),
    "left before it joined": (lambda f: forums.party_left(f, "iom", JAN, DALIA), "left_before_it_joined"),
    "a name of nothing": (lambda f: forums.rename(f, {}, JAN, DALIA), "needs_a_name"),
    "before it was founded": (lambda f: forums.dissolve(f, date(2025, 1, 1), DALIA), "before_it_was_founded"),
    "another forum": (lambda f: forums.dissolve("ff" * 8, JAN, DALIA), "no_such_forum"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_forum_refuses(founded, name):
    act, code = REFUSED[name]
    with pytest.raises(NotAllowed) as refused:
        act(founded)
    assert refused.value.code == code


def test_nothing_is_said_in_a_forum_that_ended(founded):
    forums.dissolve(founded, JUN, DALIA)
    with pytest.raises(NotAllowed, match="dissolved"):
        forums.add_party(founded, "TCD", "state", {}, SEP, DALIA)


WORDS = {
    "the one wanted": ({"fr": "oui", "ar": "نعم"}, "ar", "ar"),
    "else French": ({"fr": "oui", "ar": "نعم"}, "en", "fr"),
    "else any": ({"ff": "eey"}, "en", "ff"),
    "what is blank is not written": ({"ar": " ", "en": "yes"}, "ar", "en"),
    "nothing": ({}, "fr", ""),
}


@pytest.mark.parametrize("name", WORDS)
def test_which_language_is_shown(name):
    texts, wanted, shown = WORDS[name]
    assert language_of(texts, wanted) == shown
    assert in_language(texts, wanted) == texts.get(shown, "")
