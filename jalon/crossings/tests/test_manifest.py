"""Passenger lists as carriers write them: headings in three languages, separators, workbooks; and what is no list."""

import io

import openpyxl
import pytest

from jalon.crossings import manifest

NAMED = {"primary_identifier": "Traoré", "secondary_identifier": "Aminata"}


def workbook(rows):
    held, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "first"),
    [
        ("Surname,Given names\nTraoré,Aminata\n".encode(), NAMED),
        ("\ufeffNom;Prénoms\nTraoré;Aminata\n".encode(), NAMED),
        ("Nom;Prénoms\nTraoré;Aminata\n".encode("cp1252"), NAMED),
        ("NOM\tPRÉNOMS\nTraoré\tAminata\n".encode(), NAMED),
        ("\n\nالاسم الكامل,رقم\nأميناتا تراوري,B12\n".encode(), {"name": "أميناتا تراوري", "document_number": "B12"}),
        (b"Seat,Passenger,Remark\n4A,Traore Aminata,vegetarian\n", {"seat": "4A", "name": "Traore Aminata"}),
        (workbook([["Nom et prénoms", "N°"], ["Traoré", 1234567]]), {"name": "Traoré", "document_number": "1234567"}),
    ],
)
def test_a_list_is_read_as_it_comes(content, first):
    assert manifest.read_apart(content, "list")[0] == first


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Nom;Prenoms\n;\n", "empty"),
        (b"Traore;Aminata\nKeita;Moussa\n", "no_heading"),
        (b"Nom\n" + b"x\n" * (manifest.MOST_LINES + 1), "too_long"),
        (b"x" * (manifest.MOST_BYTES + 1), "too_big"),
        (b"PK\x03\x04 no workbook", "no_list"),
        (b"\x89PNG\r\n\x1a\n", "no_heading"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(content, code):
    with pytest.raises(manifest.ManifestUnreadable) as unreadable:
        manifest.read_apart(content, "list")
    assert unreadable.value.code == code


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"document_number": "AA 012-3456", "primary_identifier": "KEITA"}, 1),
        ({"primary_identifier": "KEITA", "secondary_identifier": "MOUSSA"}, 2),
        ({"primary_identifier": "MOUSSA", "secondary_identifier": "KÉÏTA"}, 2),
        # The name is on the list with another document: somebody looks before it is ticked.
        ({"document_number": "ZZ9876543", "primary_identifier": "TRAORE", "secondary_identifier": "AMINATA"}, None),
        # Two of one name: nobody is ticked by chance.
        ({"primary_identifier": "DIALLO", "secondary_identifier": "ALI"}, None),
        ({"primary_identifier": None, "secondary_identifier": None, "document_number": None}, None),
    ],
)
def test_who_answers_to_which_line(fields, line):
    lines = {
        1: {"name": "Traoré Aminata", "document_number": "aa0123456"},
        2: {"primary_identifier": "Keïta", "secondary_identifier": "Moussa"},
        3: {"name": "Diallo Ali"},
        4: {"name": "Ali Diallo"},
    }
    assert manifest.line_of(fields, lines) == line
