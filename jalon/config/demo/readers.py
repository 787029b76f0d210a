"""Readers and pictures in the demonstration: a law is allowed, cards bear codes, a face is taken."""

from __future__ import annotations

import io
import random as chance
import time
from collections import Counter
from datetime import date

import numpy as np
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from jalon.config.demo.traffic import Officer
from jalon.config.demo.travellers import Traveller
from jalon.crossings import pictures
from jalon.crossings.models import Inspection, Picture
from jalon.staff.models import Account

LAW = "Loi de démonstration 2026-014, article 7"
PATIENCE = 400  # looks at a reading, a twentieth of a second apart


def some(random: chance.Random, today: date, travellers: list[Traveller], officer: Officer) -> Counter[str]:
    """Photograph the travellers' codes at the officer's desk, confirm, take a face, decide. Counts `photographed`,
    `read`, `pictures` and `lost` (read, and no inspection made)."""
    counted: Counter[str] = Counter()
    allow(today)
    for traveller in travellers:
        if traveller.mrz is None:
            continue
        counted["photographed"] += 1
        lines = [line for line in traveller.mrz.splitlines() if line]
        before = Inspection.objects.count()
        if not photographed(officer, "\n".join(lines), lines, traveller.direction):
            continue
        counted["read"] += 1
        counted["lost"] += Inspection.objects.count() == before
        inspection = Inspection.objects.filter(state="open", group="").order_by("-position").first()
        if inspection is None:
            continue
        face = SimpleUploadedFile("face.jpg", portrait(random), "image/jpeg")
        officer.browser.post(f"/traveller/{inspection.key}/picture/", {"kind": "face", "picture": face})
        counted["pictures"] += Picture.objects.filter(inspection=inspection.key).exists()
        decide(officer, inspection, traveller)
    return counted


def allow(today: date) -> None:
    """Issa proposes the law, Claire allows it, once."""
    if pictures.in_force(today) is None:
        officers = dict(Account.objects.values_list("username", "officer"))
        proposed = pictures.propose(LAW, ["face", "document"], 90, today, officers["issa"])
        pictures.allow(proposed.key, officers["claire"])


def photographed(officer: Officer, text: str, lines: list[str], direction: str) -> bool:
    """A card's code before the camera, read apart, confirmed."""
    sent = officer.browser.post("/camera/", {"picture": SimpleUploadedFile("card.png", card(text), "image/png")})
    for _ in range(PATIENCE):
        if not officer.browser.get(f"{sent['Location']}?state=1").json()["goes_on"]:
            break
        time.sleep(0.05)
    page = officer.browser.get(sent["Location"])
    if 'name="line"' not in page.content.decode():  # no zone to compare
        return False
    officer.browser.post(sent["Location"], {"act": "as_it_stands", "line": lines, "direction": direction})
    return True


def decide(officer: Officer, inspection: Inspection, traveller: Traveller) -> None:
    case = f"/traveller/{inspection.key}/"
    if inspection.hits:
        officer.browser.post(f"{case}refer/", {"reason": "possible_match"})
    else:
        passage = {"direction": traveller.direction, "transport": traveller.transport, "looked": "seen at the desk"}
        officer.browser.post(f"{case}admit/", passage)


def card(text: str) -> bytes:
    matrix = np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix], dtype=np.uint8)
    drawn = Image.fromarray((1 - matrix) * 255).resize((matrix.shape[1] * 5, matrix.shape[0] * 5), 0)
    image = Image.new("L", (drawn.width + 200, drawn.height + 200), 230)
    image.paste(drawn, (100, 100))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def portrait(random: chance.Random) -> bytes:
    """Nobody: grey clouds."""
    grain = np.random.default_rng(random.randrange(1 << 30)).integers(0, 256, (24, 18), dtype=np.uint8)
    image = Image.fromarray(grain).resize((720, 960), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(12))
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()
