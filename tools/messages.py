"""Collect what is to be translated into the catalogues, or hold the catalogues to it.

    python tools/messages.py           every message of the code and the templates, into jalon/locale
    python tools/messages.py --check   exit 1 and a list where a catalogue does not say all of it

Messages are written in English in the source; French and Arabic are translations. What Django and django-allauth say
comes from their own catalogues. A catalogue has no line numbers and no dates, so that a change shows what changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "jalon"
LOCALE = PACKAGE / "locale"

# Plural-Forms as Django's own catalogues have them.
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 "
        "&& n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
NAMES = {"fr": "French", "ar": "Arabic"}
# Forms that stand for one number only (none, one, two): there the number may be said in words.
FORMS_OF_ONE_NUMBER: dict[str, set[int]] = {"fr": set(), "ar": {0, 1, 2}}

HEADER = """\
# {name} for Jalon.
# Collected by `make messages`; translations are written here.
msgid ""
msgstr ""
"Project-Id-Version: Jalon\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]")


def collected(package: Path = PACKAGE) -> Catalog:
    """Every message of the package, tests left out."""
    found = Catalog()
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("templates/**/*.txt")]):
        if "tests" in path.relative_to(package).parts:
            continue
        source = path.read_text(encoding="utf-8")
        try:
            messages = list(messages_of(source, template=path.suffix != ".py", origin=str(path)))
        except (SyntaxError, TokenError) as broken:
            raise SystemExit(f"{path.relative_to(package.parent)} cannot be read: {broken}. Mend it first.") from broken
        for message, context in messages:
            found.add(message, context=context)
    return found


def messages_of(source: str, *, template: bool, origin: str = "") -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """(message, context) of one file; a message with a plural is a pair."""
    if template:
        # What is left of the template is no Python: one indentation, so that the reader of Python takes it.
        source = "\n".join(line.strip() for line in templatize(source, origin=origin).splitlines())
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        if message:
            yield message, context


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is none."""
    path = catalogue_path(language)
    content = path.read_bytes() if path.exists() else header(language).encode()
    return read_po(BytesIO(content), locale=language)


def header(language: str) -> str:
    return HEADER.format(name=NAMES[language], language=language, plurals=PLURALS[language])


# French keeps its punctuation with the word before: written with a plain space, it is collected with one that holds.
FRENCH_SPACES = ((r"« ", "«\u00a0"), (r" ([:»])", "\u00a0\\1"), (r" ([;!?])", "\u202f\\1"))


def typeset(language: str, string: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    """A translation as it is printed."""
    if language != "fr" or not string:
        return string
    if not isinstance(string, str):
        return tuple(str(typeset(language, form)) for form in string)
    for pattern, printed in FRENCH_SPACES:
        string = re.sub(pattern, printed, string)
    return string


def renewed(language: str, found: Catalog) -> Catalog:
    """The messages found, with the translations the catalogue has for them; what nobody says any more goes."""
    present = read_catalogue(language)
    new = Catalog(locale=language)
    for message in said(found):
        known = present.get(name_of(message), context=message.context)
        kept = known is not None and bool(known.pluralizable) == bool(message.pluralizable)
        new.add(
            message.id,
            string=typeset(language, known.string) if known and kept else None,
            context=message.context,
            flags=known.flags if known and kept else (),
            user_comments=known.user_comments if known else (),
        )
    return new


def write_catalogue(language: str, catalogue: Catalog) -> None:
    content = BytesIO()
    write_po(content, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header(language) + content.getvalue().decode().strip("\n") + "\n", encoding="utf-8")


def faults(language: str, found: Catalog) -> list[str]:
    """What the catalogue lacks or has too much, a sentence each."""
    present = read_catalogue(language)
    lines = []
    for message in said(found):
        known = present.get(name_of(message), context=message.context)
        if known is None or bool(known.pluralizable) != bool(message.pluralizable):
            lines.append(f"{language}: missing: {name_of(message)}")
        elif known.fuzzy:
            lines.append(f"{language}: fuzzy: {name_of(message)}")
        elif not all(forms(known)) or len(forms(known)) != forms_asked(language, message):
            lines.append(f"{language}: untranslated: {name_of(message)}")
        else:
            lines += placeholder_faults(language, known)
    extra = [message for message in said(present) if found.get(name_of(message), context=message.context) is None]
    lines += [f"{language}: obsolete: {name_of(message)}" for message in [*extra, *present.obsolete.values()]]
    return lines


def placeholder_faults(language: str, message: Message) -> list[str]:
    """Placeholders of a translation that are not those of the message."""
    # The last form of the message is the plural: the singular may say “one”.
    asked = placeholders([message.id] if isinstance(message.id, str) else message.id[-1:])
    wrong = []
    for number, form in enumerate(forms(message)):
        given = placeholders([form])
        may_miss = message.pluralizable and number in FORMS_OF_ONE_NUMBER[language]
        if given - asked or (asked - given and not may_miss):
            wrong.append(f"{language}: placeholders differ: {name_of(message)} → {form}")
    return wrong


def placeholders(texts: Iterable[str]) -> set[str]:
    return {match[0] for text in texts for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def forms_asked(language: str, message: Message) -> int:
    found = re.search(r"nplurals=(\d+)", PLURALS[language])
    return int(found[1]) if found and message.pluralizable else 1


def name_of(message: Message) -> str:
    """The message in its singular, by which a catalogue knows it."""
    return message.id if isinstance(message.id, str) else message.id[0]


def said(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header, in their order."""
    return sorted((message for message in catalogue if message.id), key=name_of)


def check() -> list[str]:
    """All faults of all catalogues; none when they say everything."""
    found = collected()
    return [fault for language in PLURALS for fault in faults(language, found)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Collect messages into the catalogues, or check the catalogues.")
    parser.add_argument("--check", action="store_true", help="list what is missing and change nothing")
    if parser.parse_args(arguments).check:
        wrong = check()
        print("\n".join(wrong) or "The catalogues are complete.", file=sys.stderr if wrong else sys.stdout)
        return 1 if wrong else 0
    found = collected()
    for language in PLURALS:
        write_catalogue(language, renewed(language, found))
        left = sum(not all(forms(message)) for message in said(read_catalogue(language)))
        print(f"{language}: {len(found)} messages, {left} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
