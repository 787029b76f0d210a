"""Whether a child should go to child protection, and why: a pure function of what the first line noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ADULT = 18  # years

SENTENCES = {
    "alone": _("This child travels alone."),
    "not_said": _("Nobody noted with whom this child travels. Ask."),
    "no_consent": _("This child is with an adult who is not a parent, and no paper of consent was seen."),
    "adult_not_found": _("The adult named as the one who accompanies is not among those seen here."),
    "age_unknown": _("The age of this young person is not known. In doubt, treat as a child."),
}


def doubts(child: Mapping[str, Any] | None, age: int | None, *, adult_known: bool) -> tuple[str, ...]:
    """Why, as codes of SENTENCES, the gravest first; none where nothing speaks for child protection.

    `child`: {"with": parent | other_adult | alone, "adult": key, "consent_seen": bool}, None where the first line
    noted nothing. `age` in whole years, None where it is not known. `adult_known`: whether the adult was found.
    """
    if age is not None and age >= ADULT:
        return ()
    if child is None:
        return ("not_said",) if age is not None else ()
    found = []
    if child.get("with") == "alone":
        found.append("alone")
    elif child.get("with") not in {"parent", "other_adult"}:
        found.append("not_said")
    if child.get("with") == "other_adult" and not child.get("consent_seen"):
        found.append("no_consent")
    if child.get("adult") and not adult_known:
        found.append("adult_not_found")
    if age is None:
        found.append("age_unknown")
    return tuple(found)
