"""The directory: which line counts, what is found, which posts stand side by side."""

from datetime import date

import pytest

from jalon.cooperation import directory, forums
from jalon.cooperation.models import DirectoryLine
from jalon.cooperation.saying import NotAllowed
from jalon.posts import declaration

JAN = date(2026, 1, 5)
DUTY = {"fr": "Chef de poste", "ar": "رئيس المركز"}


@pytest.fixture
def members(forum):
    forums.found({"fr": "Forum"}, "regional", JAN, "d", host="MRT")
    for state in ("MLI", "MRT", "SEN"):
        forums.add_party(forum, state, "state", {}, JAN, "d")
    return forum


@pytest.fixture
def posts(members):
    known = dict(declaration.known_posts())
    for code in ("MR-GOG", "ML-GOG", "ML-DIB", "MR-ROS"):
        declaration.declare(code, known[code], "d")
    return members


def write(forum, code="MLI", place="ML-GOG", level="post", telephone="+223 70 00 00 01", function=DUTY, **more):
    return directory.write(code, level, place, function, "d", forum=forum, telephone=telephone, **more).key


def test_the_last_line_of_a_place_and_function_counts(posts):
    first = write(posts)
    before = DirectoryLine.objects.get(key=first).position
    second = write(posts, telephone="+223 70 00 00 02", languages=["fr", "bm"], hours="24 h", radio="VHF 12")
    write(posts, function={"fr": "Permanence"}, telephone="+223 70 00 00 03")
    assert [one.telephone[-1] for one in directory.lines(posts)] == ["2", "3"]
    assert [one.key for one in directory.lines(posts, at=before)] == [first]
    assert directory.line(first) is None
    moved = write(posts, function={"fr": "Chef du poste"}, replaces=second)
    assert {one.key for one in directory.lines(posts)} >= {moved}
    assert len(directory.lines(posts)) == 2
    right = directory.still_right(moved, "d").key
    directory.withdraw(right, "d")
    assert [one.telephone[-1] for one in directory.lines(posts)] == ["3"]
    assert DirectoryLine.objects.get(key=right).party == "MLI"


SEARCHES = {
    "a town without its accents": ("kourem", ["Kourémalé"]),
    "a post by its name": ("gogui", ["ML-GOG", "MR-GOG"]),
    "a post by its code": ("ML-GOG", ["ML-GOG"]),
    "a state": ("mauritanie", ["MR-GOG"]),
    "a function in Arabic": ("رئيس", ["ML-GOG", "MR-GOG"]),
    "two words": ("mali gouverneur", ["Kourémalé"]),
    "nothing": ("tombouctou", []),
    "no question": ("", ["ML-GOG", "MR-GOG", "Kourémalé"]),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_what_is_found(posts, name):
    write(posts)
    write(posts, "MRT", "MR-GOG", telephone="+222 40 00 00 01")
    write(posts, place="Kourémalé", level="local", function={"fr": "Cabinet du gouverneur"})
    asked, places = SEARCHES[name]
    assert [one.place for one in directory.found(directory.lines(posts), asked)] == places


@pytest.mark.both
def test_opposite_posts_stand_side_by_side(posts):
    write(posts, "MRT", "MR-GOG", telephone="+222 40 00 00 01")
    write(posts, "SEN", "Kidira", telephone="+221 30 00 00 01")
    write(posts, place="ML-GOG")
    rows = directory.lines(posts)
    sides = [
        (pair.one.name, len(pair.one.lines), pair.other.name, len(pair.other.lines)) for pair in directory.pairs(rows)
    ]
    assert sides == [("Diboli", 0, "Kidira", 1), ("Gogui", 1, "Gogui Zemal", 1)]
    here = directory.across("MR-GOG", rows)
    assert (here.one.name, here.other.name) == ("Gogui Zemal", "Gogui")
    assert directory.across("MR-ROS", rows) is None


REFUSED = {
    "nothing to call": ({"telephone": ""}, "nothing_to_call"),
    "no number": ({"telephone": "ask Moussa"}, "telephone_not_in_order"),
    "no address": ({"email": "a b"}, "email_not_in_order"),
    "no place": ({"place": " "}, "needs_place_and_function"),
    "no function": ({"function": {"fr": ""}}, "needs_place_and_function"),
    "a strange level": ({"level": "world"}, "level_not_known"),
    "a strange language": ({"languages": ["xx"]}, "language_not_known"),
    "a party that sits not there": ({"code": "TCD"}, "no_such_party"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_directory_refuses(members, name):
    facts, code = REFUSED[name]
    with pytest.raises(NotAllowed) as refused:
        write(members, **facts)
    assert refused.value.code == code
    assert not DirectoryLine.objects.exists()


def test_a_line_grows_old(members):
    row = DirectoryLine(at=0)
    assert (directory.age(row, 179 * directory.DAY), directory.is_old(row, 179 * directory.DAY)) == (179, False)
    assert directory.is_old(row, 180 * directory.DAY)
    assert directory.dialled("+223 (70) 00-00.01") == "+22370000001"
