"""What a field of a row that leaves may hold: each check knows one kind of value. Texts are capped, not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any

from jalon.capacity.broken import asset_of
from jalon.cooperation.verbs import FIRST_DAY, LAST_DAY, spoken

Check = Callable[[Any], bool]

KEY = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")
CODE = re.compile(r"[0-9A-Za-z_.:-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}")
DIGEST = re.compile(r"[0-9a-f]{64}")
ONCE = re.compile(r"[0-9a-f]{16,32}")
DECIMAL = re.compile(r"-?\d{1,14}(\.\d{1,2})?")
LONGEST_TEXT = 20_000  # characters
MOST = 500  # of a list


def text(most: int = LONGEST_TEXT) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def of_no_asset(most: int) -> Check:
    """A reference that names no thing that is broken: an outage leaves only as a band."""
    return lambda value: text(most)(value) and not asset_of(value)


def key(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and len(value) <= 120 and KEY.fullmatch(value) is not None)


def code(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and len(value) <= 40 and CODE.fullmatch(value) is not None)


def day(value: Any) -> bool:
    said = day_of(value)
    return said is not None and FIRST_DAY <= said <= LAST_DAY


def number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value))


def spoken_number(value: Any) -> bool:
    return text(16)(value) and spoken(value)


def whole(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def share(value: Any) -> bool:
    return value is None or (number(value) and 0 <= value <= 1)


def amount(value: Any) -> bool:
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def digest(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and DIGEST.fullmatch(value) is not None)


def once(value: Any) -> bool:
    """A one-time name says nothing."""
    return value == "" or (isinstance(value, str) and ONCE.fullmatch(value) is not None)


def texts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        LANGUAGE.fullmatch(str(language)) and text()(said) for language, said in value.items()
    )


def one_of(choices: Any) -> Check:
    return lambda value: value == "" or value in choices.values


def several(check: Check) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= MOST and all(one and check(one) for one in value)


def day_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
