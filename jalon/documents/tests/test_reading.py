"""What is said of zones that are not as they should be, of dates half known, and of a reader's noise."""

from __future__ import annotations

from datetime import date

import pytest

from jalon.documents.checkdigits import check_digit
from jalon.documents.layout import LAYOUTS
from jalon.documents.mrz import Century, Document, read, validity, write
from jalon.documents.problems import FIELDS, PROBLEMS, REPAIR_SENTENCE, Problem, Repair

TODAY = date(2026, 11, 23)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def sealed(kind: str, zone: str) -> str:
    """The zone with all its check digits put right, except a number's that is a filler on purpose."""
    layout = LAYOUTS[kind]
    text = list(zone.replace("\n", ""))

    def put(at: int | None, covered: str) -> None:
        if at is not None:
            text[at] = check_digit("".join(c if c.isascii() else "<" for c in covered))

    if text[layout.number_check] != "<":
        put(layout.number_check, "".join(text[layout.document_number]))
    put(layout.birth_check, "".join(text[layout.birth_date]))
    put(layout.expiry_check, "".join(text[layout.expiry_date]))
    put(layout.optional_check, "".join(text[layout.optional_data]))
    put(layout.composite_check, "".join("".join(text[place]) for place in layout.composite))
    return "\n".join(layout.split("".join(text)))


def found(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in read(text, today=TODAY).problems]


def wrong(*fields: str) -> list[tuple[str, str]]:
    return [("check_digit_wrong", field) for field in fields]


FAULTS = {
    "an unknown format": ("P<UTOERIKSSON", [("format_unknown", "mrz")]),
    "nothing": ("", [("format_unknown", "mrz")]),
    "one line of two": (TD3.split("\n")[0], [("format_unknown", "mrz")]),
    "the number's check digit": (TD3.replace("C36", "C37"), wrong("document_number", "composite")),
    "the birth's check digit": (TD3.replace("7408122", "7408123"), wrong("birth_date", "composite")),
    "the expiry's check digit": (TD3.replace("1204159", "1204150"), wrong("expiry_date", "composite")),
    "the optional data's check digit": (TD3.replace("<10", "<20"), wrong("optional_data", "composite")),
    "optional data without check digit": (TD3.replace("<10", "<<0"), wrong("optional_data", "composite")),
    "the composite": (TD3.replace("<10", "<11"), [("check_digit_wrong", "composite")]),
    "a filler for the number's check digit, TD3": (TD3.replace("C36", "C3<"), wrong("document_number", "composite")),
    "a filler for a date's check digit": (TD3.replace("7408122", "740812<"), wrong("birth_date", "composite")),
    "a month 13": (sealed("TD3", TD3.replace("740812", "741312")), [("date_impossible", "birth_date")]),
    "30 February": (sealed("TD3", TD3.replace("740812", "740230")), [("date_impossible", "birth_date")]),
    "29 February of no leap year": (
        sealed("TD3", TD3.replace("740812", "750229")),
        [("date_impossible", "birth_date")],
    ),
    "a month 00": (sealed("TD3", TD3.replace("120415", "120015")), [("date_impossible", "expiry_date")]),
    "half a year": (sealed("TD3", TD3.replace("740812", "7<0812")), [("date_impossible", "birth_date")]),
    "an unknown issuer": (TD3.replace("P<UTO", "P<ZZZ"), [("state_unknown", "issuing_state")]),
    "an unknown nationality": (TD3.replace("6UTO", "6QQQ"), [("state_unknown", "nationality")]),
    "an issuer parted by a filler": (TD3.replace("P<UTO", "P<U<O"), [("state_unknown", "issuing_state")]),
    "no nationality": (TD3.replace("6UTO", "6<<<"), [("state_missing", "nationality")]),
    "no number": (
        sealed("TD3", TD3.replace("L898902C36", "<<<<<<<<<0")),
        [("document_number_missing", "document_number")],
    ),
    "a sex": (TD3.replace("2F1", "2H1"), [("sex_not_allowed", "sex")]),
    "no name": (TD3.replace("ERIKSSON<<ANNA<MARIA", "<" * 20), [("name_missing", "primary_identifier")]),
    "a digit in the name": (TD3.replace("ANNA", "ANN4"), [("character_not_allowed", "primary_identifier")]),
    "a letter in a date": (
        TD3.replace("740812", "74X812"),
        [*wrong("birth_date"), ("character_not_allowed", "birth_date"), *wrong("composite")],
    ),
    "digits all over the name": (
        TD3.replace("ERIKSSON<<ANNA<MARIA", "3R1K55ON<<4NN4<M4R14"),
        [("character_not_allowed", "primary_identifier")],
    ),
    "a character of no zone": (
        TD3.replace("ZE18", "Z*18"),
        [("character_not_allowed", "optional_data"), *wrong("optional_data", "composite")],
    ),
    "a letter of another script": (TD3.replace("ANNA", "ANNД"), [("character_not_allowed", "primary_identifier")]),
    "a card's code on a passport": (TD3.replace("P<UTO", "I<UTO"), [("document_code_not_allowed", "document_code")]),
    "a passport's code on a card": (TD1.replace("I<UTO", "P<UTO"), [("document_code_not_allowed", "document_code")]),
    "a digit in a passport's code": (TD3.replace("P<UTO", "P7UTO"), [("document_code_not_allowed", "document_code")]),
    "V in the second place": (TD1.replace("I<UTO", "IVUTO"), [("document_code_not_allowed", "document_code")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name: str) -> None:
    text, expected = FAULTS[name]
    assert found(text) == expected
    assert not read(text, today=TODAY).valid


def test_the_second_letter_of_a_code_is_the_issuers() -> None:
    for text in (TD3.replace("P<UTO", "PVUTO"), TD1.replace("I<UTO", "C1UTO"), TD1.replace("I<UTO", "ACUTO")):
        assert read(text, today=TODAY).valid


def test_a_withdrawn_code_and_a_repeated_separator_only_warn() -> None:
    for text, expected in (
        (TD3.replace("P<UTO", "P<ZAR"), [("state_former", "issuing_state")]),
        (TD3.replace("ANNA<MARIA", "ANNA<<MARI"), [("name_separator_repeated", "secondary_identifier")]),
    ):
        assert found(text) == expected
        assert read(text, today=TODAY).valid


def test_every_problem_and_repair_has_a_sentence_in_three_languages() -> None:
    parameters = dict.fromkeys(["lengths", "character", "line", "column", "read", "expected", "type", "width"], "7")
    for code, (severity, sentences) in PROBLEMS.items():
        assert severity in {"error", "warning"}
        assert set(sentences) == {"en", "fr", "ar"}
        for language in sentences:
            for field in FIELDS:
                assert FIELDS[field][language] in Problem(code, field, **parameters).sentence(language)
    for language in REPAIR_SENTENCE:
        assert "‘" not in Repair(1, 2, "sex", "O", "0").sentence(language)


def birth(six: str, today: date = TODAY, century: Century | None = None, expiry: str = "300101") -> str | None:
    text = sealed("TD3", TD3.replace("740812", six).replace("120415", expiry))
    reading = read(text, today=today, century=century or Century())
    assert reading.valid, [problem.sentence() for problem in reading.problems]
    assert reading.document is not None
    return reading.document.birth_date


def test_dates_known_in_part() -> None:
    assert birth("<<<<<<") is None
    assert birth("75<<<<") == "1975"
    assert birth("7508<<") == "1975-08"
    assert birth("75<<14") == "1975"
    assert birth("<<0814") is None


def test_the_century_of_a_birth() -> None:
    assert birth("261123") == "2026-11-23"  # born today
    assert birth("261124") == "1926-11-24"  # tomorrow would be the future
    assert birth("2611<<") == "2026-11"
    assert birth("2612<<") == "1926-12"
    assert birth("26<<<<") == "2026"
    assert birth("27<<<<") == "1927"
    assert birth("000229") == "2000-02-29"
    assert birth("150101", expiry="120415") == "1915-01-01"  # no one is born after his document expired
    assert birth("150101", expiry="120415", century=Century(born_before_expiry=False)) == "2015-01-01"
    assert birth("200101", century=Century(youngest=16)) == "1920-01-01"


def test_the_century_of_an_expiry() -> None:
    def expiry(six: str, century: Century | None = None) -> str | None:
        reading = read(sealed("TD3", TD3.replace("120415", six)), today=TODAY, century=century or Century())
        assert reading.document is not None
        return reading.document.expiry_date

    assert [expiry(six) for six in ("760101", "770101", "991231", "3101<<", "<<<<<<")] == [
        "2076-01-01",
        "1977-01-01",
        "1999-12-31",
        "2031-01",
        None,
    ]
    assert expiry("760101", Century(expiry_ahead=20)) == "1976-01-01"


def test_validity_is_a_judgement_apart() -> None:
    def judged(expiry: str | None) -> tuple[str, int | None]:
        document = Document("TD3", "P", "MLI", "KEITA", None, "A1", "MLI", None, None, expiry)
        result = validity(document, TODAY)
        return result.state, result.days

    assert judged("2026-11-23") == ("valid", 0)
    assert judged("2026-11-22") == ("expired", -1)
    assert judged("2026-11") == ("valid", 7)
    assert judged("2026") == ("valid", 38)
    assert judged("2025") == ("expired", -327)
    assert judged(None) == ("unknown", None)
    assert read(TD3, today=TODAY).valid  # expired in 2012, and sound as a zone


@pytest.mark.parametrize("sex", ["M", "F", "X", "<"])
def test_sex(sex: str) -> None:
    reading = read(TD3.replace("2F1", f"2{sex}1"), today=TODAY)
    assert reading.valid and reading.document is not None
    assert reading.document.sex == (None if sex == "<" else sex)


def test_a_long_number_leaves_the_rest_of_the_optional_data() -> None:
    td2 = sealed("TD2", "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407120M950712079<XY<<0")
    digit = check_digit("D231458907")
    reading = read(sealed("TD2", td2.replace("79<XY", f"7{digit}<XY")), today=TODAY)
    assert reading.valid and reading.document is not None
    assert (reading.document.document_number, reading.document.optional_data) == ("D231458907", "XY")


def test_a_long_numbers_check_digit_is_checked() -> None:
    text = sealed(
        "TD1", "I<UTOD23145890<7348<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    assert found(text) == [("check_digit_wrong", "document_number")]


@pytest.mark.parametrize("number", ["D23145890<", "D2314589<<ZE", "D23145890<7<", "D23145890<ZE<"])
def test_a_filler_alone_makes_no_long_number(number: str) -> None:
    """A continued number is nine characters, and after the filler at least one more and a check digit."""
    text = sealed("TD1", TD1.replace("D231458907".ljust(len(number), "<"), number))
    assert found(text) == [("check_digit_wrong", "document_number")]


def test_fillers_inside_a_number_stay() -> None:
    reading = read(sealed("TD3", TD3.replace("L898902C3", "AB<12<3<<")), today=TODAY)
    assert reading.valid and reading.document is not None
    assert reading.document.document_number == "AB<12<3"


def test_both_optional_data_of_a_td1() -> None:
    first, second, third = TD1.split("\n")
    text = sealed("TD1", "\n".join([first[:15] + "ABC<12<<<<<<<<<", second[:18] + "XYZ<<<<<<<<6", third]))
    document = read(text, today=TODAY).document
    assert document is not None
    assert (document.optional_data, document.optional_data_2) == ("ABC<12", "XYZ")


CONFUSED = {
    "O for 0 in a date": (TD3.replace("740812", "74O812"), [(2, 16, "birth_date", "O", "0")]),
    "I for 1": (TD3.replace("7408122", "7408I22"), [(2, 18, "birth_date", "I", "1")]),
    "S for 5": (TD3.replace("120415", "12041S"), [(2, 27, "expiry_date", "S", "5")]),
    "B for 8": (TD3.replace("740812", "740B12"), [(2, 17, "birth_date", "B", "8")]),
    "a check digit": (TD3.replace("C36", "C3G"), [(2, 10, "document_number", "G", "6")]),
    "the composite": (TD3.replace("<10", "<1O"), [(2, 44, "composite", "O", "0")]),
    "0 for O in a state": (TD3.replace("P<UTO", "P<UT0"), [(1, 5, "issuing_state", "0", "O")]),
    "1 for L in a state": (TD3.replace("6UTO", "6M1I"), [(2, 12, "nationality", "1", "L")]),
    "1 for I in a name": (TD3.replace("ERIK", "ER1K"), [(1, 8, "primary_identifier", "1", "I")]),
    "0 for the O of a service passport": (TD3.replace("P<UTO", "P0UTO"), [(1, 2, "document_code", "0", "O")]),
    "1 for the I of a card": (TD1.replace("I<UTO", "1<UTO"), [(1, 1, "document_code", "1", "I")]),
    "several": (
        TD3.replace("740812", "74O8I2").replace("ANNA<MARIA", "ANNA<MAR1A"),
        [(1, 24, "primary_identifier", "1", "I"), (2, 16, "birth_date", "O", "0"), (2, 18, "birth_date", "I", "1")],
    ),
}


@pytest.mark.parametrize("name", CONFUSED)
def test_a_confusion_is_proposed_and_never_applied(name: str) -> None:
    text, expected = CONFUSED[name]
    reading = read(text, today=TODAY)
    assert not reading.valid
    assert [tuple(repair.as_dict().values()) for repair in reading.repairs] == expected
    assert reading.lines == tuple(text.split("\n"))
    assert reading.repaired is not None
    assert read("\n".join(write(reading.repaired)), today=TODAY).valid
    assert (reading.repaired == reading.document) is (name in {"a check digit", "the composite"})


def test_nothing_is_proposed_where_it_would_not_make_every_check_digit_agree() -> None:
    for text in (
        TD3.replace("740812", "74O812").replace("C36", "C37"),  # another digit is wrong
        TD3.replace("740812", "7408S2"),  # 5 is not what stood there
        TD3.replace("L898902C3", "L8989O2C3"),  # a number admits letters: no guess
        TD3.replace("C36", "C37"),
    ):
        reading = read(text, today=TODAY)
        assert (reading.valid, reading.repairs, reading.repaired) == (False, (), None)


SOUND = read(TD3, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        TD3.lower(),
        TD3.replace("\n", ""),
        TD3.replace("\n", "\r\n") + "\r\n",
        "\n\n  " + " ".join(TD3) + "\t\n",
        TD3[:30] + "\n" + TD3[30:],
        TD3[:60] + "\n" + TD3[60:],
        TD3[:10] + "\n" + TD3[10:44] + TD3[44:],
        *(TD3.replace("<", sign) for sign in "‹˂〈⟨❮＜«≪《"),
        *(TD3.replace("<<", sign) for sign in "«≪《⟪"),
        TD3.replace("<", "&lt;"),
        TD3.replace("<", " "),
        "\ufeff\u200e" + TD3.replace("<<", "«\u00a0"),
        "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in TD3),
        TD3.split("\n")[0].replace("<<", "«") + "\n" + TD3.split("\n")[1].replace("<", "«"),
    ],
)
def test_noise_that_carries_no_meaning_is_put_aside(text: str) -> None:
    assert read(text, today=TODAY) == SOUND


FRAMED = {
    "start and end of text": f"\x02{TD3}\x03",
    "start and end of text, in one line": "\x02" + TD3.replace("\n", "") + "\x03",
    "start and end of text around each line": "\n".join(f"\x02{line}\x03" for line in TD3.split("\n")),
    "start and end of text on lines of their own": f"\x02\r\n{TD3}\r\n\x03\r\n",
    "nothing between two signs": "\0".join(TD3),
    "the end mark of MS-DOS": TD3 + "\x1a",
    "lines parted by group separators": TD3.replace("\n", "\x1d"),
    "carriage returns alone": TD3.replace("\n", "\r") + "\r",
    "controls of the second table": f"\x9d{TD3}\x9c",
    "a symbology identifier": "]L0" + TD3,
    "a symbology identifier after the start of text": "\x02]Q1" + TD3 + "\x03",
    "a symbology identifier before each line": "]z3" + TD3.replace("\n", "\n]z3"),
    "signs of the scanner's own": f"#{TD3}*",
    "signs of the scanner's own, in one line": "~" + TD3.replace("\n", "") + "~",
    **{f"“{sign}” for each filler": TD3.replace("<", sign) for sign in ">_≤⩽›»≫"},
    **{f"“{sign}” for two fillers": TD3.replace("<<", sign) for sign in "»≫"},
    "several stand-ins": TD3.replace("<<", "≤>").replace("<", "_"),
    "&gt; pasted from a page": TD3.replace("<", "&gt;"),
    "capitals of &LT;": TD3.replace("<", "&LT;"),
}


@pytest.mark.parametrize("name", FRAMED)
def test_what_a_scanner_puts_around_or_in_place_of_signs_is_put_aside(name: str) -> None:
    assert read(FRAMED[name], today=TODAY) == SOUND


REGROUPED = {
    "a passport of ninety signs": TD3.replace("\n", "XX"),
    "a passport with two signs too many": TD3 + "<<",
    "seventy-two signs of a passport": TD3[:44] + TD3[61:],
    "a visa that is none": "1" * 88,
}


@pytest.mark.parametrize("name", REGROUPED)
def test_lines_are_regrouped_only_into_what_their_code_may_begin(name: str) -> None:
    assert found(REGROUPED[name]) == [("format_unknown", "mrz")]


def test_lines_of_the_right_width_are_read_whatever_their_code_says() -> None:
    assert found(TD3.replace("P<UTO", "I<UTO")) == [("document_code_not_allowed", "document_code")]
    assert found(TD3.replace("P<UTO", "I<UTO").replace("\n", "")) == [("format_unknown", "mrz")]


def test_a_confused_first_letter_of_a_card_in_one_line_is_still_proposed() -> None:
    reading = read(TD1.replace("I<UTO", "1<UTO").replace("\n", ""), today=TODAY)
    assert [repair.proposed for repair in reading.repairs] == ["I"]


def test_no_field_has_the_same_problem_twice() -> None:
    reading = read("P*UTO" + "*" * 39 + "\n" + "*" * 44, today=TODAY)
    said = [(problem.code, problem.field) for problem in reading.problems]
    assert len(said) == len(set(said)) > 4
    strangers = next(problem for problem in reading.problems if problem.field == "primary_identifier")
    assert strangers.sentence() == "Surname: “*” cannot stand there (first at line 1, position 6)."
