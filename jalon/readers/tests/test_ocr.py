"""OCR of the zone: the strip, its characters, what the engine guesses."""

import io
import shutil
import subprocess
import sys

import pytest
from PIL import Image

from jalon.readers import ocr
from jalon.readers.answer import Answer, Line
from jalon.readers.grid import cells_of, ink_of, width_of
from jalon.readers.marks import DOUBTED, WRONG, marks
from jalon.readers.picture import SIZES, rewritten
from jalon.readers.strip import candidates
from jalon.readers.table import READERS
from jalon.readers.tests.samples import CARD, PASSPORT, card, jpeg, page

NEEDS_TESSERACT = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine.")
LINES = PASSPORT.splitlines()


# The three lines of a card stand closer to one another: beyond about three degrees they run together.
TILTED = [(PASSPORT, 2, 44, angle) for angle in (-4, -2, -0.5, 0, 1, 3, 5)]
TILTED += [(CARD, 3, 30, angle) for angle in (-2, -0.5, 0, 1, 3)]


@pytest.mark.parametrize(("zone", "lines", "width", "angle"), TILTED)
def test_the_strip_is_found_and_its_characters_are_counted(zone, lines, width, angle):
    strip = candidates(page(zone, angle=angle))[0]
    assert len(strip.lines) == lines
    assert abs(strip.angle + angle) < 0.6
    for line, text in zip(strip.lines, zone.splitlines(), strict=True):
        ink = ink_of(line)
        assert width_of(ink, ocr.WIDTHS[lines]) == width
        fillers = "".join("<" if cell.filler else "." for cell in cells_of(ink, width))
        wrong = sum((one == "<") != (other == "<") for one, other in zip(fillers, text, strict=True))
        assert wrong <= 1, (fillers, text)


def test_a_page_without_a_zone_has_no_strip():
    assert candidates(Image.effect_mandelbrot((900, 600), (-2, -1, 1, 1), 50)) == []
    assert candidates(Image.new("L", (900, 600), 255)) == []


@NEEDS_TESSERACT
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(turn):
    (answer,) = ocr.read_zone(page(PASSPORT, angle=1).rotate(turn, expand=True), ocr.engine())
    assert (answer.reader, answer.kind) == ("ocr", "mrz")
    right = sum(one == other for one, other in zip(answer.text, PASSPORT, strict=True))
    assert right >= len(PASSPORT) - 4  # a font that is no OCR-B, read by data that is not made for it
    assert all(0 <= line.confidence <= 100 for line in answer.lines)


def test_what_a_field_does_not_admit_is_set_right_and_a_number_is_never_touched():
    guessed = "P<ML1TRA0RE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<" + "AAO1234565ML19OO1011F3012316<<<<<<<<<<<<<<08"
    assert ocr.as_fields_admit(guessed) == LINES[0] + "AAO1234565MLI9001011F3012316<<<<<<<<<<<<<<08"


def test_without_an_engine_it_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ocr.NoEngine):
        ocr.engine()


def test_the_data_made_for_zones_is_taken_where_the_node_has_it(tmp_path):
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not on this machine.")
    assert ocr.engine(tmp_path).language == "eng"
    (tmp_path / "mrz.traineddata").write_bytes(b"x")
    assert ocr.engine(tmp_path) == ocr.Engine(shutil.which("tesseract"), "mrz", str(tmp_path))


def test_an_engine_that_fails_is_said(tmp_path):
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not on this machine.")
    (tmp_path / "mrz.traineddata").write_bytes(b"no data")
    with pytest.raises(ocr.NoEngine):
        ocr.read_zone(page(PASSPORT), ocr.engine(tmp_path))


@pytest.mark.parametrize(
    ("change", "line", "wrong", "doubted"),
    [
        (lambda lines: lines, 1, [], []),
        (lambda lines: [lines[0], lines[1][:9] + "6" + lines[1][10:]], 1, [9, 43], list(range(9))),
        (lambda lines: [lines[0], lines[1][:19] + "9" + lines[1][20:]], 1, [19, 43], list(range(13, 19))),
        (lambda lines: ["P<XQZ" + lines[0][5:], lines[1]], 0, [], [2, 3, 4]),
        (lambda lines: [lines[0][:40], lines[1]], 1, [], []),
    ],
)
def test_wrong_places_are_marked(change, line, wrong, doubted):
    found = marks(change(LINES))[line]
    assert [place for place, mark in found.items() if mark == WRONG] == sorted(wrong)[: len(wrong)] or set(wrong) == {
        place for place, mark in found.items() if mark == WRONG
    }
    assert {place for place, mark in found.items() if mark == DOUBTED} == set(doubted)


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("size", [(64, 48), (640, 480), (4000, 3000), (300, 4000)])
def test_a_picture_is_written_anew_within_its_bounds(kind, size):
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif[0x8825] = {1: "N", 2: (16.0, 30.0, 0.0)}  # where it was taken
    original = Image.open(io.BytesIO(jpeg(Image.effect_noise(size, 60), 95, exif=exif)))
    written = rewritten(original, kind)
    image = Image.open(io.BytesIO(written))
    assert len(written) <= SIZES[kind].bytes
    assert max(image.size) <= SIZES[kind].longest
    assert (image.width > image.height) == (size[1] > size[0]), "it is turned as the camera said"
    assert not image.getexif()
    assert "exif" not in image.info


def test_an_answer_survives_being_kept():
    answer = Answer("ocr", "mrz", "A\nB", (Line("A", 90), Line("B", None)), {"sex": "F"}, strip="abc", said=("x",))
    assert Answer.from_dict(answer.as_dict()) == answer


def test_every_reader_of_the_table_has_its_file():
    root = ocr.Path(__file__).parents[3]
    assert all((root / reader.file).is_file() for reader in READERS.values())


def test_a_reading_is_a_process_that_knows_no_django(tmp_path):
    (tmp_path / "picture").write_bytes(jpeg(card(PASSPORT)))
    (tmp_path / "job.json").write_text('{"do": "read", "readers": ["barcode"], "engine": ""}')
    asked = "import sys; from jalon.readers import reading; reading.main(sys.argv[1:]); print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True)
    assert said.stdout.strip() == "False", said.stderr
    assert '"mrz"' in (tmp_path / "result.json").read_text()
    assert not (tmp_path / "picture").exists(), "the picture goes as soon as it is decoded"
