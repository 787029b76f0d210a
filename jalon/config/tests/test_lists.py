"""`jalon lists`, and the synthetic lists of the demonstration."""

import json
from datetime import date
from random import Random

import pytest

from jalon.config import command
from jalon.config.demo import lists, names
from jalon.watchlists import formats

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    return folder, lists.write(folder, 7, TODAY)


def run(capsys, *words):
    status = command.main(["lists", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def editions(folder):
    for name, (format, files) in lists.FILES.items():
        yield name, format, formats.read([folder / file for file in files], today=TODAY)


def test_every_synthetic_list_is_taken_whole(demo):
    for name, format, edition in editions(demo[0]):
        assert (edition.format, edition.refused, edition.problems) == (format, (), ()), name
        assert len(edition.listings) >= lists.LISTINGS, name


def test_the_same_seed_gives_the_same_bytes(demo, tmp_path):
    again = lists.write(tmp_path / "again", 7, TODAY)
    other = lists.write(tmp_path / "other", 8, TODAY)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in demo[1]]
    assert all(one.read_bytes() != two.read_bytes() for one, two in zip(again, other, strict=True))


def test_the_people_of_the_story_are_listed(demo):
    listed = {listing.id: listing for _, _, edition in editions(demo[0]) for listing in edition.listings}
    assert listed[lists.WANTED_ID].person.names[0].text == "Mouhamadou Cheikh JALLOH"
    assert listed[lists.WANTED_ID].action == "refer"
    assert (listed[lists.MISSING_CHILD_ID].action, listed[lists.MISSING_CHILD_ID].audience) == ("protect", "post")
    assert listed[lists.VICTIM_ID].audience == "headquarters"
    assert (listed[lists.REFUSED_ID].action, bool(listed[lists.REFUSED_ID].confirmation)) == ("refuse", True)
    stolen = listed[f"{lists.STOLEN_STATE}-{lists.STOLEN_NUMBER}-passport"]
    assert stolen.status == "stolen"


@pytest.mark.parametrize("nationality", [*names.STOCKS, "SEN", "FRA"])
def test_names_of_each_country(nationality):
    random = Random(3)
    for _ in range(50):
        primary, secondary, sex = names.person(random, nationality)
        assert primary and secondary and sex in "MF"
        assert not (sex == "F" and primary.startswith("Ould"))


def test_check_says_counts(demo, capsys):
    folder, _ = demo
    status, out, err = run(capsys, "check", folder / "sdn_synthetic.csv", folder / "alt_synthetic.csv")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert {"format", "persons", "names", "documents", "refused", "problems"} <= answer.keys()
    assert (answer["format"], answer["persons"], answer["refused"]) == ("ofac_sdn", 300, 0)


@pytest.mark.parametrize(("language", "words"), [("fr", "obligatoire"), ("en", "required"), ("ar", "إلزامي")])
def test_check_names_the_row_refused(tmp_path, capsys, language, words):
    bad = tmp_path / "list.csv"
    bad.write_text("id,surname\nA-1,JALLOH\n", encoding="utf-8")
    status, out, _ = run(capsys, "check", bad, "--language", language)
    answer = json.loads(out)
    assert (status, answer["refused"]) == (1, 1)
    assert (answer["problems"][0]["row"], answer["problems"][0]["field"]) == (2, "authority")
    assert words in answer["problems"][0]["message"]


def test_check_refuses_an_empty_edition(tmp_path, capsys):
    (tmp_path / "empty.csv").write_text("id,surname\n")
    status, out, _ = run(capsys, "check", tmp_path / "empty.csv")
    assert (status, json.loads(out)["problems"][0]["code"]) == (1, "empty_edition")


@pytest.mark.parametrize(
    ("content", "format", "said"),
    [
        (None, None, "no such file"),
        ("{}", "nonsense", "the formats are"),
        ("nothing to see", None, "none of the known formats"),
        ('{"id": "a", "schema": "Person"}\n{"id": ', None, "line 2"),
        ("<CONSOLIDATED_LIST>\n<INDIVIDUALS>", None, "line 2"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2(tmp_path, capsys, content, format, said):
    path = tmp_path / "file"
    if content is not None:
        path.write_text(content)
    status, out, err = run(capsys, "check", path, *(["--format", format] if format else []))
    assert (status, out) == (2, "")
    assert said in err and "Traceback" not in err


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_template_is_written_once(tmp_path, capsys, name):
    assert run(capsys, "template", tmp_path / name)[0] == 0
    before = (tmp_path / name).read_bytes()
    assert run(capsys, "template", tmp_path / name, "--language", "ar")[0] == 2
    assert (tmp_path / name).read_bytes() == before
    assert run(capsys, "template", tmp_path / "template.doc")[0] == 2


def test_the_publishers_day_is_shown_where_there_is_one(demo, capsys):
    folder, _ = demo
    for file, dated in (("un_synthetic.xml", TODAY.isoformat()), ("national_mli.csv", None)):
        _, out, _ = run(capsys, "check", folder / file)
        assert json.loads(out)["dated"] == dated


@pytest.mark.parametrize(("content", "said"), [("", "empty"), ("hello\n", "JSON")])
def test_broken_json_lines_are_told_with_file_and_line(content, said, tmp_path, capsys):
    file = tmp_path / "wanted.jsonl"
    file.write_text(content)
    status, out, err = run(capsys, "check", file)
    assert (status, out) == (2, "")
    assert "wanted.jsonl, line 1: " in err and said in err
