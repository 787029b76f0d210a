"""Tables of documents from outside: merged cells, several tables, and what no table can be read from."""

import io
import zipfile

import pytest
import xlsxwriter

from jalon.apart import workbooks
from jalon.apart.office_tables import TablesUnreadable, read_apart, tables_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def docx(*body):
    return packed(word__document_xml=f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>")


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text, span=1, down=None):
    facts = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    facts += {"restart": '<w:vMerge w:val="restart"/>', "goes on": "<w:vMerge/>"}.get(down, "")
    return f"<w:tc><w:tcPr>{facts}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def cells(table):
    return [(row.number, row.cells, row.title) for row in table.rows]


def test_tables_of_a_word_document():
    whole = docx(
        p("Recommandations de Nouakchott"),
        tbl(
            tr(tc("N°"), tc("Recommandation"), tc("Responsable")),
            tr(tc("Mobilité", span=3)),
            tr(tc("1"), tc("Ouvrir le poste la nuit"), tc("Directions", down="restart")),
            tr(tc("2"), tc("Un reçu pour chaque taxe"), tc("", down="goes on")),
            tr(tc(""), tc(""), tc("")),
            tr(tc("3"), tc("Autre"), tc("Douanes")),
        ),
        p("المتابعة"),
        tbl(tr(tc("التوصية"), tc("الأجل")), tr(tc("تبادل الأرقام"), tc("2026"))),
    )
    first, second = tables_of(whole)
    assert first.name == "Recommandations de Nouakchott" and second.name == "المتابعة"
    assert cells(first) == [
        (1, ["N°", "Recommandation", "Responsable"], False),
        (2, ["Mobilité", "", ""], True),
        (3, ["1", "Ouvrir le poste la nuit", "Directions"], False),
        (4, ["2", "Un reçu pour chaque taxe", "Directions"], False),
        (6, ["3", "Autre", "Douanes"], False),
    ]
    assert second.rows[1].cells == ["تبادل الأرقام", "2026"]


def test_what_is_struck_out_is_not_read_and_what_is_added_is():
    struck, added = "<w:r><w:delText>2025</w:delText></w:r>", "<w:r><w:t>2026</w:t></w:r>"
    changed = f"<w:tc><w:p><w:del>{struck}</w:del><w:ins>{added}</w:ins></w:p></w:tc>"
    (table,) = tables_of(docx(tbl(tr(tc("Échéance"), changed))))
    assert table.rows[0].cells == ["Échéance", "2026"]


def test_sheets_of_a_workbook_with_merged_cells():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Nouakchott")
    sheet.write_row(2, 0, ["N°", "Recommandation", "Responsable"])
    sheet.merge_range(3, 0, 3, 2, "I. Mobilité")
    sheet.write_row(4, 0, [1, "Ouvrir la nuit"])
    sheet.write_row(5, 0, [2.5, "Un reçu"])
    sheet.merge_range(4, 2, 5, 2, "Police")
    book.add_worksheet("Vide")
    hidden = book.add_worksheet("Caché")
    hidden.write(0, 0, "secret")
    hidden.hide()
    book.close()
    (table,) = read_apart(out.getvalue())
    assert table.name == "Nouakchott"
    assert cells(table) == [
        (3, ["N°", "Recommandation", "Responsable"], False),
        (4, ["I. Mobilité", "", ""], True),
        (5, ["1", "Ouvrir la nuit", "Police"], False),
        (6, ["2.5", "Un reçu", "Police"], False),
    ]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document '
    + W
    + ">&b;</w:document>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    {
        "a PDF": (b"%PDF-1.7", "a_pdf"),
        "Word 97": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_format"),
        "a zip of something": (packed(photo="x"), "no_office_file"),
        "a broken zip": (b"PK\x03\x04....", "no_office_file"),
        "a workbook that is none": (packed(xl__workbook_xml="<x"), "no_office_file"),
        "entities": (packed(word__document_xml=BOMB), "no_office_file"),
        "a letter without a table": (docx(p("Monsieur le Directeur")), "no_tables"),
        "too many rows": (docx(tbl(*[tr(tc("1"))] * 2001)), "too_many_rows"),
        "too large": (b"a;b\n" * 600_000, "too_big"),
    }.values(),
)
def test_what_no_table_can_be_read_from(content, code):
    with pytest.raises(TablesUnreadable) as unreadable:
        read_apart(content)
    assert unreadable.value.code == code


def test_a_part_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_PART", 1000)
    with pytest.raises(TablesUnreadable, match="too_big"):
        tables_of(docx(p("x" * 2000)))


def test_a_table_of_text():
    (table,) = read_apart("indicateur;valeur\npassages;4 200\n".encode("cp1252"))
    assert [row.cells for row in table.rows] == [["indicateur", "valeur"], ["passages", "4 200"]]
