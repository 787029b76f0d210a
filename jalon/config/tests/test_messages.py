"""The catalogues say everything the pages say, and the check that holds them to it sees what is wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

TOOL = Path(__file__).parents[3] / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def catalogues(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the catalogues of the house."""
    monkeypatch.setattr(tool, "LOCALE", tmp_path)
    return tmp_path


def catalogue_of(*entries: tuple[object, object]) -> Catalog:
    catalogue = Catalog(locale="fr")
    for message, translation in entries:
        catalogue.add(message, string=translation)
    return catalogue


def test_every_message_is_said_in_every_language(tool: ModuleType) -> None:
    wrong = tool.check()
    assert not wrong, "Run `make messages` and translate:\n" + "\n".join(wrong)


def test_messages_of_code_and_templates_are_found(tool: ModuleType) -> None:
    code = (
        '_("Admit"); ngettext("%(n)s day", "%(n)s days", n); pgettext("noun", "Stop"); gettext_lazy("Refuse"); f("No")'
    )
    assert list(tool.messages_of(code, template=False)) == [
        ("Admit", None),
        (("%(n)s day", "%(n)s days"), None),
        ("Stop", "noun"),
        ("Refuse", None),
    ]
    page = """<p>{% translate "It's open" %}</p>
        {% blocktranslate trimmed %}
            Seen
            by {{ officer }}
        {% endblocktranslate %}
    {% blocktranslate trimmed count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"""
    assert [message for message, _ in tool.messages_of(page, template=True)] == [
        "It's open",
        "Seen by %(officer)s",
        ("%(n)s day", "%(n)s days"),
    ]


@pytest.mark.parametrize(
    ("present", "fault"),
    [
        ([], "fr: missing: Seen by %(officer)s"),
        ([("Seen by %(officer)s", "")], "fr: untranslated: Seen by %(officer)s"),
        ([("Seen by %(officer)s", "Vu par %(agent)s")], "fr: placeholders differ"),
        ([("Seen by %(officer)s", "Vu")], "fr: placeholders differ"),
        ([("Seen by %(officer)s", "Vu par %(officer)s"), ("Gone", "Parti")], "fr: obsolete: Gone"),
    ],
)
def test_what_is_wrong_is_listed(
    tool: ModuleType, catalogues: Path, present: list[tuple[str, str]], fault: str
) -> None:
    tool.write_catalogue("fr", catalogue_of(*present))
    (wrong,) = tool.faults("fr", catalogue_of(("Seen by %(officer)s", "")))
    assert wrong.startswith(fault)


def test_a_doubtful_translation_is_not_taken(tool: ModuleType, catalogues: Path) -> None:
    doubtful = Catalog(locale="fr")
    doubtful.add("Admit", string="Avouer", flags=["fuzzy"])
    tool.write_catalogue("fr", doubtful)
    assert tool.faults("fr", catalogue_of(("Admit", ""))) == ["fr: fuzzy: Admit"]


def test_arabic_may_say_one_and_two_in_words_only(tool: ModuleType, catalogues: Path) -> None:
    days = ("%(n)s day", "%(n)s days")
    in_words = ("اليوم", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم")
    assert arabic_faults(tool, days, in_words) == []
    (wrong,) = arabic_faults(tool, days, (*in_words[:3], "أيام", *in_words[4:]))
    assert wrong.startswith("ar: placeholders differ")
    (wrong,) = arabic_faults(tool, days, (*in_words[:5], ""))
    assert wrong.startswith("ar: untranslated")


def arabic_faults(tool: ModuleType, message: tuple[str, str], forms: tuple[str, ...]) -> list[str]:
    arabic = Catalog(locale="ar")
    arabic.add(message, string=forms)
    tool.write_catalogue("ar", arabic)
    return tool.faults("ar", catalogue_of((message, ("", ""))))


def test_collecting_sets_french_spaces(tool: ModuleType, catalogues: Path) -> None:
    tool.write_catalogue("fr", catalogue_of(("Stop?", "Arrêt ? « ici » : oui ; non")))
    tool.write_catalogue("fr", tool.renewed("fr", catalogue_of(("Stop?", ""))))
    content = tool.catalogue_path("fr").read_text(encoding="utf-8")
    assert "Arrêt\u202f? «\u00a0ici\u00a0»\u00a0: oui\u202f; non" in content


def test_collecting_keeps_translations_and_drops_what_nobody_says(tool: ModuleType, catalogues: Path) -> None:
    tool.write_catalogue("fr", catalogue_of(("Admit", "Admettre"), ("Gone", "Parti")))
    tool.write_catalogue("fr", tool.renewed("fr", catalogue_of(("Admit", ""), ("Refuse", ""))))
    content = tool.catalogue_path("fr").read_text(encoding="utf-8")
    assert 'msgid "Admit"\nmsgstr "Admettre"' in content
    assert 'msgid "Refuse"\nmsgstr ""' in content
    assert "Gone" not in content
    assert "Date" not in content and "#:" not in content
