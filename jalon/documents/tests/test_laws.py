"""Laws that hold for every document: it reads as it was written, and no single wrong digit passes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jalon.documents.checkdigits import check_digit
from jalon.documents.layout import LAYOUTS, Layout
from jalon.documents.mrz import Document, read, write
from jalon.documents.states import STATES

TODAY = date(2026, 11, 23)
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUE = {**{str(digit): digit for digit in range(10)}, **{c: 10 + n for n, c in enumerate(CAPITALS)}, "<": 0}
LIVING = [code for code, state in STATES.items() if not state.former]

words = st.text(CAPITALS, min_size=1, max_size=12)
codes = st.text(CAPITALS + "0123456789", min_size=1, max_size=12)


def names(width: int) -> st.SearchStrategy[tuple[str, str | None]]:
    pairs = st.tuples(
        st.lists(words, min_size=1, max_size=3).map(" ".join),
        st.none() | st.lists(words, min_size=1, max_size=3).map(" ".join),
    )
    return pairs.filter(lambda pair: len(pair[0]) + (len(pair[1]) + 2 if pair[1] else 0) <= width)


def partly_known(first: date, last: date) -> st.SearchStrategy[str | None]:
    days = st.dates(first, last).map(date.isoformat)
    return st.tuples(days, st.sampled_from([10, 7, 4, 0])).map(lambda pair: pair[0][: pair[1]] or None)


@st.composite
def documents(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(LAYOUTS)) -> Document:
    layout = LAYOUTS[draw(st.sampled_from(kinds))]
    room = layout.optional_data.stop - layout.optional_data.start
    longest = 9 + room - 2 if layout.long_numbers else 9
    number = draw(st.text(CAPITALS + "0123456789", min_size=1, max_size=longest))
    left = room if len(number) <= 9 else room - (len(number) - 9) - 2
    primary, secondary = draw(names(layout.name.stop - layout.name.start))
    length = len(primary) + (len(secondary) + 2 if secondary else 0)
    return Document(
        type=layout.type,
        document_code=draw(st.sampled_from(layout.first_letters)) + draw(st.sampled_from(["", "D", "P", "S"])),
        issuing_state=draw(st.sampled_from(LIVING)),
        primary_identifier=primary,
        secondary_identifier=secondary,
        document_number=number,
        nationality=draw(st.sampled_from(LIVING)),
        birth_date=draw(partly_known(TODAY - timedelta(days=98 * 365), TODAY)),
        sex=draw(st.sampled_from(["M", "F", "X", None])),
        expiry_date=draw(partly_known(TODAY, TODAY + timedelta(days=40 * 365))),
        optional_data=draw(st.none() | codes.filter(lambda text: len(text) <= left)) if left else None,
        optional_data_2=draw(st.none() | st.text(CAPITALS, min_size=1, max_size=11)) if layout.type == "TD1" else None,
        names_truncated=length == layout.name.stop - layout.name.start,
    )


@given(documents())
def test_what_is_written_is_read_again(document: Document) -> None:
    lines = write(document)
    reading = read("\n".join(lines), today=TODAY)
    assert reading.document == document
    assert (reading.valid, reading.problems, reading.repairs) == (True, (), ())
    assert write(reading.document) == lines


@given(documents(), st.sampled_from(["lower", "spaced", "joined", "broken", "guillemets", "double guillemets"]))
def test_a_readers_noise_changes_nothing(document: Document, noise: str) -> None:
    lines = write(document)
    text = {
        "lower": "\r\n".join(lines).lower(),
        "spaced": "\n\n".join(" ".join(line) + "\t" for line in lines),
        "joined": "".join(lines),
        "broken": "\n".join([*lines[:-1], lines[-1][:17], lines[-1][17:]]),
        "guillemets": "\ufeff" + "\n".join(lines).replace("<", "‹"),
        "double guillemets": "\n".join(lines).replace("<<", "«"),
    }[noise]
    assert read(text, today=TODAY).document == document


def checked_positions(layout: Layout) -> list[int]:
    fields = [layout.document_number, layout.birth_date, layout.expiry_date]
    checks = [layout.number_check, layout.birth_check, layout.expiry_check]
    if layout.composite_check is not None:
        fields += [layout.optional_data, layout.optional_data_2 or slice(0, 0)]
        checks += [layout.composite_check] + ([layout.optional_check] if layout.optional_check else [])
    return sorted({*checks, *(at for place in fields for at in range(place.start, place.stop))})


@given(documents(), st.data())
def test_a_single_wrong_character_is_found_when_its_value_differs(document: Document, data: st.DataObject) -> None:
    layout = LAYOUTS[document.type]
    zone = "".join(write(document))
    at = data.draw(st.sampled_from(checked_positions(layout)))
    others = [c for c in VALUE if (VALUE[c] - VALUE[zone[at]]) % 10 and not (zone[at] + c).count("<")]
    wrong = zone[:at] + data.draw(st.sampled_from(others or ["*"])) + zone[at + 1 :]
    assert not read("".join(wrong), today=TODAY).valid


@given(documents(), st.data())
def test_any_single_wrong_digit_in_a_checked_field_is_found(document: Document, data: st.DataObject) -> None:
    zone = "".join(write(document))
    digits = [at for at in checked_positions(LAYOUTS[document.type]) if zone[at].isdigit()]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != zone[at]]))
    reading = read(zone[:at] + digit + zone[at + 1 :], today=TODAY)
    assert not reading.valid
    assert "check_digit_wrong" in {problem.code for problem in reading.problems}


@given(st.text(max_size=200))
def test_reading_never_raises(text: str) -> None:
    reading = read(text, today=TODAY)
    assert reading.problems or reading.valid
    for problem in (*reading.problems, *reading.repairs):
        assert all(problem.sentence(language) for language in ("fr", "en", "ar"))


@given(st.text(CAPITALS + "0123456789<«O? é", min_size=70, max_size=95))
def test_reading_never_raises_near_the_right_length(text: str) -> None:
    assert read(text, today=TODAY).lines is not None
    for size in (72, 88, 90):
        assert read(text.ljust(size, "<")[:size], today=TODAY).lines


def test_check_digits_of_the_standard() -> None:
    # 9303-3, 4.9 and the worked examples of its appendix
    assert [check_digit(text) for text in ("520727", "AB2134<<<", "L898902C3", "740812", "120415")] == [
        "3",
        "5",
        "6",
        "2",
        "9",
    ]


def test_what_no_check_digit_can_find() -> None:
    """Said openly: values ten apart weigh the same, so 0, A, K, U and the filler pass for one another."""
    assert len({check_digit(f"L8{c}8902C3") for c in "0AKU<"}) == 1
    assert len({check_digit(f"L8{c}8902C3") for c in "1BLV"}) == 1
