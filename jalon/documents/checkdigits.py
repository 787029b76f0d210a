"""Check digits: modulus 10 with the weights 7, 3, 1 (ICAO Doc 9303-3, 4.9).

A digit counts as itself, A to Z as 10 to 35, the filler as 0. Every change of one digit for another is found, since
7, 3 and 1 have no factor in common with 10. A change between characters whose values differ by a multiple of ten
(`0`, `<`, `A`, `K`, `U`; `1`, `B`, `L`, `V`; …) cannot be, and neither can many changes of two characters.
"""

from __future__ import annotations

from operator import mul

_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES = bytes(max(0, _ALPHABET.find(bytes([character]))) for character in range(256))
"""For `bytes.translate`: the value of each character; 0 for the filler and for what does not belong in a zone."""
WEIGHTS = (7, 3, 1) * 30


def weigh(values: bytes) -> int:
    """The check digit, 0 to 9, of characters already translated with `VALUES`."""
    return sum(map(mul, values, WEIGHTS)) % 10


def check_digit(characters: str) -> str:
    """The check digit of a string of MRZ characters: `check_digit("L898902C3")` is "6"."""
    return str(weigh(characters.encode("ascii").translate(VALUES)))
