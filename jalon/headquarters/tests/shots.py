"""Pictures of the national desk: `JALON_SHOTS=folder pytest jalon/headquarters/tests/shots.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jalon.desk.tests.browser import NARROW, WIDE, address, chromium, officers
from jalon.headquarters.tests.browser import at_headquarters
from jalon.headquarters.tests.test_journeys import (
    LANGUAGES,
    give_factors,
    pages_of_a_key,
    pages_of_headquarters,
    sheet,
    there,
)

pytestmark = pytest.mark.browser


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_headquarters, address, officers, tmp_path, language):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    where = pages_of_headquarters(officers, tmp_path)
    people = {name: at_headquarters(name, "/account/first/", language) for name in ("issa", "claire", "hawa")}
    people[""] = at_headquarters(None, "/account/first/", language)
    give_factors("hawa")

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name.replace(' ', '-')}-{language}-{width}.png", full_page=True)

    for name, who, page in where:
        people[who].goto(page)
        picture(people[who], name)
    page = at_headquarters(None, "/account/first/", language)
    for name in pages_of_a_key(page, there(address), language):
        picture(page, name)
    picture(sheet(people["issa"], officers), "code")
