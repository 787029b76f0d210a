"""Gendarmerie, customs and health in the demonstration: each opens cases from its list, checks, sometimes calls."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from django.test import Client

from jalon.agencies import checking, standing
from jalon.config.demo.place import PASSWORD
from jalon.config.demo.traffic import Officer

OFFICERS = {"gendarmerie": "gaoussou", "customs": "kadi", "health": "salif"}
A_CALL = 0.05  # of the cases
LEFT = 0.2  # of the cases, which an agency does not come to


def some(random: Random, today: date, amina: Officer) -> Counter[str]:
    """Let each agency work through its list once. Counts checked, calls."""
    counted: Counter[str] = Counter()
    for agency, name in OFFICERS.items():
        browser = Client(SERVER_NAME="localhost")
        browser.post("/account/login/", {"login": name, "password": PASSWORD})
        for line in standing.lines(agency):
            for one in line.aboard or (line.subject,):
                if random.random() < LEFT:
                    continue
                act = "call" if random.random() < A_CALL else "in_order"
                browser.get(f"/agency/case/{one.key}/")
                browser.post(f"/agency/case/{one.key}/", {"act": act})
                counted["checked"] += 1
                counted["calls"] += act == "call"
    for call in checking.calls():
        amina.browser.post(f"/agency/calls/{call.key}/")
    return counted
