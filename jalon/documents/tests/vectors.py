"""Machine readable zones with what they say: the worked examples of ICAO Doc 9303 and invented Sahel documents.

A row is (name, type, lines, valid, fields that must be read so).
"""

from __future__ import annotations

from typing import Any

Vector = tuple[str, str, tuple[str, ...], bool, dict[str, Any]]

VECTORS: tuple[Vector, ...] = (
    (
        "9303-4 worked example",
        "TD3",
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        True,
        {
            "document_code": "P",
            "issuing_state": "UTO",
            "primary_identifier": "ERIKSSON",
            "secondary_identifier": "ANNA MARIA",
            "document_number": "L898902C3",
            "nationality": "UTO",
            "birth_date": "1974-08-12",
            "sex": "F",
            "expiry_date": "2012-04-15",
            "optional_data": "ZE184226B",
            "names_truncated": False,
        },
    ),
    (
        "9303-5 worked example",
        "TD1",
        ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
        True,
        {"document_code": "I", "document_number": "D23145890", "nationality": "UTO", "optional_data": None},
    ),
    (
        "9303-6 worked example",
        "TD2",
        ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
        True,
        {"document_number": "D23145890", "birth_date": "1974-08-12", "expiry_date": "2012-04-15"},
    ),
    (
        "9303-7 worked example",
        "MRVA",
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
        True,
        {
            "document_code": "V",
            "document_number": "L8988901C",
            "nationality": "XXX",
            "birth_date": "1940-09-07",
            "expiry_date": "1996-12-10",
            "optional_data": "6ZE184226B",
        },
    ),
    (
        "wrong check digit of the number",
        "TD3",
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C37UTO7408122F1204159ZE184226B<<<<<10"),
        False,
        {"document_number": "L898902C3"},
    ),
    (
        "wrong composite",
        "TD3",
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<11"),
        False,
        {},
    ),
    (
        "Mali",
        "TD3",
        ("P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<", "AA01234565MLI9001011F3012316<<<<<<<<<<<<<<08"),
        True,
        {"issuing_state": "MLI", "birth_date": "1990-01-01", "expiry_date": "2030-12-31", "optional_data": None},
    ),
    (
        "empty optional data with a filler for check digit",
        "TD3",
        ("P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<", "AA01234565MLI9001011F3012316<<<<<<<<<<<<<<<8"),
        True,
        {"optional_data": None},
    ),
    (
        "no secondary identifier",
        "TD3",
        ("P<NERMAHAMADOU<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "PB00001234NER8506151M2906140<<<<<<<<<<<<<<08"),
        True,
        {"primary_identifier": "MAHAMADOU", "secondary_identifier": None, "names_truncated": False},
    ),
    (
        "birth wholly unknown",
        "TD3",
        ("P<MRTOULD<AHMED<<SIDI<<<<<<<<<<<<<<<<<<<<<<<", "BJ01234569MRT<<<<<<0M2906140<<<<<<<<<<<<<<02"),
        True,
        {"primary_identifier": "OULD AHMED", "secondary_identifier": "SIDI", "birth_date": None},
    ),
    (
        "truncated name",
        "TD3",
        ("P<NERABDOULRAHAMANE<IBRAHIM<SOULEYMANE<<ABDO", "PB00009997NER7001017M2812313<<<<<<<<<<<<<<08"),
        True,
        {
            "primary_identifier": "ABDOULRAHAMANE IBRAHIM SOULEYMANE",
            "secondary_identifier": "ABDO",
            "names_truncated": True,
        },
    ),
    (
        "Germany is D",
        "TD3",
        ("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<04"),
        True,
        {"issuing_state": "D", "nationality": "D", "primary_identifier": "MUSTERMANN", "document_number": "C01X00T47"},
    ),
    (
        "United Nations laissez-passer",
        "TD3",
        ("P<UNODIALLO<<FATOUMATA<<<<<<<<<<<<<<<<<<<<<<", "UN00123452MLI8005056F2705055<<<<<<<<<<<<<<04"),
        True,
        {"issuing_state": "UNO", "nationality": "MLI"},
    ),
    (
        "stateless person",
        "TD3",
        ("PSMLIWALET<<TAHA<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "RT00123460XXA8005056F2705055<<<<<<<<<<<<<<08"),
        True,
        {"document_code": "PS", "nationality": "XXA"},
    ),
    (
        "Kosovo",
        "TD3",
        ("P<RKSKRASNIQI<<ARTA<<<<<<<<<<<<<<<<<<<<<<<<<", "P001234560RKS9005053F2705055<<<<<<<<<<<<<<02"),
        True,
        {"issuing_state": "RKS"},
    ),
    (
        "European Union laissez-passer",
        "TD3",
        ("P<EUEDUPONT<<MARIE<<<<<<<<<<<<<<<<<<<<<<<<<<", "E001234563FRA9005053F2705055<<<<<<<<<<<<<<06"),
        True,
        {"issuing_state": "EUE", "nationality": "FRA"},
    ),
    (
        "a birth that may be of this century",
        "TD3",
        ("P<MLIDEMBELE<<OUMAR<<<<<<<<<<<<<<<<<<<<<<<<<", "AA09999998MLI2601010M2701013<<<<<<<<<<<<<<04"),
        True,
        {"birth_date": "2026-01-01", "expiry_date": "2027-01-01"},
    ),
    (
        "9303-5 long number",
        "TD1",
        ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"),
        True,
        {"document_number": "D23145890734", "optional_data": None, "birth_date": "1934-07-12"},
    ),
    (
        "9303-6 long number",
        "TD2",
        ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"),
        True,
        {"document_number": "D23145890734", "optional_data": None, "expiry_date": "1995-07-12"},
    ),
)
