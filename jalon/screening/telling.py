"""What the reasons of a hit speak of, for whoever tells them: codes alone, no language."""

from __future__ import annotations

from collections.abc import Set

# What the parameters of a reason are, where its code does not say it of each: codes of states, a sex; else dates.
SPEAK_OF_STATES = {"nationality_same", "nationality_differs", "document_same", "document_other_state"}
SPEAK_OF_SEX = {"sex_same", "sex_differs"}
# A table beside the traveller says these by itself: the same sign, the same word, twice.
IN_THE_TABLE = {"day_same", "nationality_same", "nationality_differs", "sex_same", "sex_differs"}
# Reasons by which two dates that differ as written may be one person's.
DATES_NEAR = {
    "month_same", "year_same", "first_january_same", "year_same_day_unknown", "year_same_first_january",
    "years_near", "day_month_swapped", "digit_differs",
}  # fmt: skip
NAMES_APART = {"name_different", "name_left_over"}


def near(field: str, codes: Set[str]) -> bool:
    """Whether the codes of a hit's reasons say that two answers which differ may be one: spellings, a date partly
    known. `field`: name or birth_date; of others nothing does."""
    if field == "name":
        return "name" in codes and not codes & NAMES_APART
    return field == "birth_date" and bool(codes & DATES_NEAR)
