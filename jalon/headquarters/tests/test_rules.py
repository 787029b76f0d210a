"""The pages of the rules of travel, as Issa and Claire use them; and the command that proposes a set."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.config import cast
from jalon.config.commands import regime as command
from jalon.config.demo.travellers import passport
from jalon.crossings import rule_sets
from jalon.crossings.models import RuleEdition
from jalon.crossings.tests.test_stay import files, no_chad_visa
from jalon.posts.models import Post

PASSWORD = "correct horse battery"
TCD = passport("DEBY", "MAHAMAT SALEH", "1985-06-15", "TCD", "M", "R0012345", date(2031, 6, 14))


@pytest.fixture
def officers(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


def signed_in(name, language="en"):
    client = Client()
    client.cookies["django_language"] = language
    assert client.post("/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def sent(**changed):
    return [SimpleUploadedFile(name, raw) for name, raw in files(**changed).items()]


def text(answer):
    return answer.content.decode()


def test_a_set_is_proposed_looked_at_and_approved_by_another(officers):
    issa, claire, amina = signed_in("issa"), signed_in("claire"), signed_in("amina")
    amina.post("/shift/", {"act": "open"})
    amina.post("/swipe/", {"mrz": TCD, "source": "wedge"})
    assert "Visa required" in text(amina.get("/"))
    assert "the sample that comes with the program" in text(issa.get("/rules/"))
    answer = issa.post("/rules/propose/", {"sent": sent(rules=no_chad_visa)})
    assert answer.status_code == 302
    page = answer["Location"]
    assert "another person of the national desk or an administrator approves them" in text(issa.get(page))
    looked = text(claire.get(page))
    assert "ml-mauritania" in looked and "answered otherwise than under the rules in force: 1" in looked
    assert "a number and a date" not in looked
    assert "This field is required" in text(claire.post(page, {"decision": ""}))
    assert claire.post(page, {"decision": "Arrêté 114/2027"}).status_code == 302
    assert "Arrêté 114/2027" in text(claire.get("/rules/"))
    # The traveller who stands at the desk is free from now on, without a restart.
    assert "Visa required" not in text(amina.get("/"))


def test_whoever_proposes_does_not_approve(officers):
    issa = signed_in("issa")
    page = issa.post("/rules/propose/", {"sent": sent()})["Location"]
    assert "You proposed these rules" in text(issa.post(page, {"decision": "D-1"}))
    assert rule_sets.edition_in_force() is None


def test_what_is_wrong_with_the_files_is_said_in_the_pages_language(officers):
    issa = signed_in("issa", "fr")
    wrong = [one for one in sent() if one.name != "fees.json"]
    said = text(issa.post("/rules/propose/", {"sent": wrong}))
    assert "fees.json" in said and "ce fichier manque" in said
    assert not RuleEdition.objects.exists()
    assert "sample" not in text(issa.post("/rules/propose/", {})) or not RuleEdition.objects.exists()


def test_who_may_pass_here_is_said_by_an_administrator(officers):
    issa = signed_in("issa")
    assert issa.post("/rules/post/", {"category": "bilateral", "neighbour": "MRT"}).status_code == 302
    assert Post.objects.get(code="ML-GOG").category == "bilateral"
    assert "Bilateral post" in text(issa.get("/rules/"))
    assert "Nothing was changed" in text(issa.post("/rules/post/", {"category": "bilateral", "neighbour": "MRT"}))


def test_rules_whose_files_are_gone_are_said_out_loud(officers, node):
    issa, claire = signed_in("issa"), signed_in("claire")
    page = issa.post("/rules/propose/", {"sent": sent()})["Location"]
    claire.post(page, {"decision": "D-1"})
    for path in (node / "rules").glob("*/rules.json"):
        path.unlink()
    rule_sets._kept.cache_clear()
    assert "gone or were altered" in text(claire.get("/rules/"))
    assert "propose it again" in text(claire.get(page))


@pytest.fixture
def folder(tmp_path):
    for name, raw in files(rules=no_chad_visa).items():
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def adopt(folder, officer, capsys):
    import argparse

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    status = command.run(parser.parse_args(["adopt", str(folder), "--officer", officer]))
    return status, capsys.readouterr()


def test_the_command_proposes_and_says_what_changes(officers, folder, capsys):
    status, said = adopt(folder, "issa", capsys)
    found = json.loads(said.out)
    assert (status, found["version"], found["difference"]["rules"]["changed"]) == (0, "mrt-2027.1", ["ml-mauritania"])
    assert rule_sets.edition_in_force() is None and len(rule_sets.awaiting()) == 1


@pytest.mark.parametrize("officer, words", [("amina", "no administrator"), ("nobody", "nobody signs in")])
def test_the_command_takes_it_from_an_administrator_alone(officers, folder, capsys, officer, words):
    status, said = adopt(folder, officer, capsys)
    assert status == 2 and words in said.err and not RuleEdition.objects.exists()


def test_the_command_says_what_is_wrong_with_a_folder(officers, folder, capsys):
    (folder / "texts.json").write_text("[", encoding="utf-8")
    status, said = adopt(folder, "issa", capsys)
    assert status == 2 and "texts.json" in said.err
