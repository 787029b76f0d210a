"""Papers leave without what their programs wrote into them: places, programs, people."""

import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from jalon.cooperation.bare import EMPTY, bare
from jalon.cooperation.papers import DOCX, JPEG, PDF, PNG, TXT
from jalon.cooperation.saying import NotAllowed

SECRET = b"Traore Aminata"


def picture(form, **more):
    made = BytesIO()
    image = Image.effect_noise((64, 48), 80)
    image.save(made, form, **more)
    return made.getvalue(), image


def docx(**parts):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, said in ({"[Content_Types].xml": b"<x/>", "word__document.xml": b"<w:p/>"} | parts).items():
            file.writestr(name.replace("__", "/"), said)
    return made.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_the_picture_and_which_way_is_up(progressive):
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    content, _ = picture("JPEG", exif=exif, comment=SECRET, progressive=progressive)
    after = bare(content + SECRET, JPEG)
    assert SECRET in content and SECRET not in after
    shown = Image.open(BytesIO(after))
    assert dict(shown.getexif()) == {0x0112: 6}
    assert shown.tobytes() == Image.open(BytesIO(content)).tobytes()
    assert bare(after, JPEG) == after


def test_a_png_keeps_the_picture():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET.decode())
    content, image = picture("PNG", pnginfo=said)
    after = bare(content + SECRET, PNG)
    assert SECRET in content and SECRET not in after
    assert Image.open(BytesIO(after)).tobytes() == image.tobytes()


def test_a_document_loses_its_properties():
    photo, _ = picture("JPEG", comment=SECRET)
    whole = {"docProps__core.xml": b"<dc:creator>%s</dc:creator>" % SECRET, "word__media__1.jpeg": photo}
    with zipfile.ZipFile(BytesIO(bare(docx(**whole), DOCX))) as after:
        assert after.read("docProps/core.xml") == EMPTY["docProps/core.xml"]
        assert after.read("word/document.xml") == b"<w:p/>"
        assert all(SECRET not in after.read(name) for name in after.namelist())
        assert {one.date_time for one in after.infolist()} == {(1980, 1, 1, 0, 0, 0)}


NAMES = b'<w:ins w:id="1" w:author="%s">' % SECRET
PACKED = b"1 0 obj <</Type /ObjStm>> stream\n" + zlib.compress(b"<</Author (%s)>>" % SECRET) + b"\nendstream"
# Content and kind -> the refusal.
REFUSED = {
    "tracked changes": (docx(**{"word__document.xml": NAMES}), DOCX, "paper_names_its_writers"),
    "comments": (docx(**{"word__comments.xml": b"x"}), DOCX, "paper_names_its_writers"),
    "a broken document": (b"PK\x03\x04", DOCX, "paper_broken"),
    "a PDF with an author": (b"%PDF-1.7 <</Author (" + SECRET + b")>>", PDF, "pdf_names_its_writer"),
    "one with XMP": (b"%PDF-1.7 <dc:creator><rdf:Seq><rdf:li>A", PDF, "pdf_names_its_writer"),
    "one that is packed": (b"%PDF-1.7 " + PACKED, PDF, "pdf_names_its_writer"),
    "a cut photograph": (picture("JPEG")[0][:400], JPEG, "picture_broken"),
    "a cut drawing": (picture("PNG")[0][:400], PNG, "picture_broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_out_surely(name):
    content, kind, code = REFUSED[name]
    with pytest.raises(NotAllowed) as rule:
        bare(content, kind)
    assert rule.value.code == code


def test_the_rest_is_as_it_was():
    for content, kind in ((b"%PDF-1.7 <</Author () /Producer (x)>>", PDF), (b"facture", TXT)):
        assert bare(content, kind) == content
