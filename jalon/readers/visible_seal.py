"""The visible digital seal of a visa or an emergency travel document: ICAO Doc 9303-13, a signed 2D code.

A header (magic DC, version, issuing State, signer, dates, the kind of document), then features as tag, length, value,
then the signature, which begins with tag FF. Text is packed three characters to two bytes (C40). The signature is NOT
checked here: this machine holds no certificates of signers, and the officer is told so.
"""

from __future__ import annotations

from dataclasses import dataclass

MAGIC = 0xDC
OLD, NEW = 0x02, 0x03  # versions 3 and 4 of the seal
SIGNATURE = 0xFF
VISA, EMERGENCY = 0x5D, 0x5E  # the kinds of document, by their feature definition reference
C40_CHARACTERS = (
    {3: " "}
    | {number + 4: str(number) for number in range(10)}
    | {number + 14: chr(ord("A") + number) for number in range(26)}
)
# (kind, tag) → how long a line of the zone in it is; how many lines.
ZONES = {(VISA, 0x01): (44, 2), (VISA, 0x02): (36, 2), (EMERGENCY, 0x02): (36, 2), (EMERGENCY, 0x01): (44, 2)}
NUMBER_OF_PASSPORT = (VISA, 0x05)


@dataclass(frozen=True, slots=True)
class Seal:
    """zone: the lines of the document it belongs to; of a visa the second line may stand abridged, then it is none."""

    fields: dict[str, str]
    zone: str


class Cut(Exception):
    """The bytes end before the seal does."""


def recognises(payload: bytes) -> bool:
    return len(payload) > 20 and payload[0] == MAGIC and payload[1] in {OLD, NEW}


def read(payload: bytes) -> Seal | None:
    """What a seal says; None where its bytes are not those of one."""
    try:
        return _read(payload)
    except (Cut, IndexError, ValueError):
        return None


def _read(payload: bytes) -> Seal:
    state = c40(payload[2:4]).strip().replace(" ", "<")
    at = 4 + signer_length(payload)
    at += 6  # the day the document was issued, the day the seal was made: three bytes each
    kind, at = payload[at], at + 2
    fields, zone = {"issuing_state": state.rstrip("<")}, ""
    while at < len(payload) and payload[at] != SIGNATURE:
        tag, length = payload[at], payload[at + 1]
        value = payload[at + 2 : at + 2 + length]
        if len(value) < length:
            raise Cut
        at += 2 + length
        if (kind, tag) in ZONES:
            zone = lines_of(c40(value), *ZONES[(kind, tag)])
        elif (kind, tag) == NUMBER_OF_PASSPORT:
            fields["document_number"] = c40(value).strip()
    return Seal(fields, zone)


def signer_length(payload: bytes) -> int:
    """Bytes of signer and certificate: of old nine characters; of new two digits after the signer say how long the
    certificate's name is."""
    if payload[1] == OLD:
        return 6
    characters = 6 + int(c40(payload[4:8])[4:6], 16)
    return -(-characters // 3) * 2


def lines_of(text: str, width: int, count: int) -> str:
    """A zone from its packed text: spaces are fillers; what the seal left out at the end is filled up."""
    filled = text.replace(" ", "<").ljust(width * count, "<")[: width * count]
    return "\n".join(filled[start : start + width] for start in range(0, width * count, width))


def c40(packed: bytes) -> str:
    """The text of bytes packed as C40: capitals, digits and spaces."""
    found = []
    at = 0
    while at < len(packed):
        if packed[at] == 0xFE:  # one character by itself, at the end
            found.append(chr(packed[at + 1] - 1))
            at += 2
            continue
        if at + 1 >= len(packed):
            raise Cut
        value = packed[at] * 256 + packed[at + 1] - 1
        for digit in (value // 1600, value % 1600 // 40, value % 40):
            if digit >= 3:
                found.append(" " if digit == 3 else C40_CHARACTERS[digit])
        at += 2
    return "".join(found)


def packed(text: str) -> bytes:
    """Text packed as C40, the inverse of `c40`; for tests and for those who print seals."""
    values = {character: value for value, character in C40_CHARACTERS.items()} | {"<": 3}
    out = bytearray()
    for start in range(0, len(text), 3):
        part = text[start : start + 3]
        if len(part) == 1:
            out += bytes([0xFE, ord(part) + 1])
            continue
        one = [values[character] for character in part] + [0] * (3 - len(part))
        value = one[0] * 1600 + one[1] * 40 + one[2] + 1
        out += bytes(divmod(value, 256))
    return bytes(out)
