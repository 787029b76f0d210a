"""Literal tables of kinds: equipment, what can be wrong with it, training. A new kind is a line here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

IDENTITY, COMPUTING, LINK, POWER, MOBILITY, SITE = "identity", "computing", "link", "power", "mobility", "site"
FAMILIES = {
    IDENTITY: _("Documents and identity"),
    COMPUTING: _("Computers"),
    LINK: _("Radio and link"),
    POWER: _("Power supply"),
    MOBILITY: _("Vehicles and boats"),
    SITE: _("The site"),
}
PASSPORT_READER = "passport_reader"
# Code -> (family, name).
KINDS = {
    PASSPORT_READER: (IDENTITY, _("Passport reader")),
    "camera": (IDENTITY, _("Camera for portraits")),
    "fingerprint_reader": (IDENTITY, _("Fingerprint reader")),
    "document_lamp": (IDENTITY, _("Lamp and magnifier for documents")),
    "card_reader": (IDENTITY, _("Chip reader")),
    "computer": (COMPUTING, _("Computer")),
    "server": (COMPUTING, _("Server")),
    "printer": (COMPUTING, _("Printer")),
    "document_scanner": (COMPUTING, _("Document scanner")),
    "radio": (LINK, _("Radio set")),
    "vsat": (LINK, _("VSAT station")),
    "satellite_phone": (LINK, _("Satellite telephone")),
    "telephone": (LINK, _("Telephone")),
    "router": (LINK, _("Router or modem")),
    "generator": (POWER, _("Generator")),
    "solar_kit": (POWER, _("Solar kit")),
    "battery": (POWER, _("Battery")),
    "inverter": (POWER, _("Inverter or UPS")),
    "vehicle": (MOBILITY, _("Car or pick-up")),
    "motorcycle": (MOBILITY, _("Motorcycle")),
    "boat": (MOBILITY, _("Boat or pirogue")),
    "scanner": (SITE, _("Baggage or vehicle scanner")),
    "metal_detector": (SITE, _("Metal detector")),
    "watch_camera": (SITE, _("Surveillance camera")),
    "barrier": (SITE, _("Barrier")),
    "lighting": (SITE, _("Outdoor lighting")),
    "thermometer": (SITE, _("Health screening device")),
    "fridge": (SITE, _("Refrigerator")),
    "water_pump": (SITE, _("Water pump")),
    "water_tank": (SITE, _("Water tank")),
    "air_conditioner": (SITE, _("Air conditioner or fan")),
    "tent": (SITE, _("Tent or container")),
    "other": (SITE, pgettext_lazy("equipment", "Other equipment")),
}

# What is wrong, as somebody at the desk sees it; in the order of the keys that say it.
TROUBLES = {
    "dead": _("It does not start"),
    "reads_badly": _("It works badly, or stops and starts"),
    "no_power": _("No current reaches it"),
    "no_link": _("It finds no network or computer"),
    "part": _("A part is broken or missing"),
    "supplies": _("No ink, paper, fuel or gas"),
    "program": _("The program fails"),
    "water_heat": _("Water, sand, heat or lightning"),
    "gone": _("Lost, stolen or destroyed"),
    "unknown": _("Something else"),
}

TRAININGS = {
    "first_line": _("First line: receiving and checking travellers"),
    "second_line": _("Second line: interview and decision"),
    "documents": _("Genuine and forged documents"),
    "jalon": _("Using the border programs"),
    "lists": _("Lists, hits and namesakes"),
    "intelligence": _("Risk analysis"),
    "human_rights": _("Human rights at the border"),
    "asylum": _("Asylum and refugees"),
    "trafficking": _("Trafficking in persons"),
    "children": _("Children who travel"),
    "gender": _("Gender, and violence against women"),
    "integrity": _("Integrity and conduct"),
    "free_movement": _("Free movement and travel rules"),
    "health": _("Health at points of entry"),
    "first_aid": _("First aid"),
    "security": _("Safety of the post, mines and explosives"),
    "patrol": _("Patrols and border surveillance"),
    "communities": _("Working with border communities"),
    "cooperation": _("Cooperation with the other side"),
    "languages": _("Languages"),
    "maintenance": _("Maintenance of equipment"),
    "driving": _("Driving, boats and motorcycles"),
    "customs": _("Customs and trade"),
    "management": _("Leading a post"),
    "other": pgettext_lazy("training", "Other training"),
}


ORDER = {code: place for place, code in enumerate(KINDS)}


def kind_name(code: str) -> str:
    """The name of a kind of equipment; its code, where a later program knows it."""
    return str(KINDS[code][1]) if code in KINDS else code


def trouble_name(code: str) -> str:
    return str(TROUBLES.get(code, code))


def training_name(code: str) -> str:
    return str(TRAININGS.get(code, code))
