"""The demonstration's machines: those of two countries, and a forum's; and where their pages are, counted from
the first port. Plain values, for whoever starts them."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "nuit-blanche-2026"  # noqa: S105 - printed by the demonstration, which holds no real person


@dataclass(frozen=True, slots=True)
class Country:
    """A state of the demonstration: its headquarters and its post on the same road."""

    name: str
    code: str
    headquarters: str
    post: str
    port: int  # of its post's pages; its headquarters' are the next


COUNTRIES = {
    country.name: country
    for country in (
        Country("mali", "MLI", "ML-HQ", "ML-GOG", 1),
        Country("mauritania", "MRT", "MR-HQ", "MR-GOG", 3),
    )
}
DOORS = 0  # the page with the three doors
# The pages of each machine.
MACHINES = {"post": 1, "headquarters": 2, "across": 3, "across_headquarters": 4, "forum": 5}
PORTS = 1 + len(MACHINES)


def places(country: Country, count: int) -> list[str]:
    """The codes of `count` posts of a country: its own, then invented ones."""
    return [country.post, *(f"{country.post[:2]}-D{number:03}" for number in range(2, count + 1))]
