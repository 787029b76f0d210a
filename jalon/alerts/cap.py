"""A public warning as the Common Alerting Protocol 1.2 says it (OASIS Standard CAP-V1.2, 1 July 2010).

What a warning says (`said`): status, category, urgency, severity, certainty, response: codes below; area: a
description; circle: "latitude,longitude radius" (degrees, km) or empty; onset and expires: ms since 1970 (onset may be
None); sender, sender_name; event, headline, description, instruction: language → words, French always, and the same
languages in each.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.alerts.models import PublicWarning

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
LANGUAGES = ("fr", "en", "ar")
# The enumerations of the standard, 3.2.1 and 3.2.2, in its order.
STATUS = {"Actual": _("For all to act upon"), "Exercise": _("Exercise"), "Test": _("Technical test")}
CATEGORY = {
    "Geo": _("Earth: quake, landslide"),
    "Met": _("Weather: flood, storm, dust"),
    "Safety": _("Safety of all"),
    "Security": _("Security, police, military"),
    "Rescue": _("Rescue"),
    "Fire": _("Fire"),
    "Health": _("Health"),
    "Env": _("Environment, pollution"),
    "Transport": _("Roads and transport"),
    "Infra": _("Water, power, telephone"),
    "CBRNE": _("Chemical, biological, radiological, nuclear, explosive"),
    "Other": _("Other"),
}
URGENCY = {
    "Immediate": _("Act at once"),
    "Expected": _("Within the hour"),
    "Future": _("In the near future"),
    "Past": _("It is over"),
    "Unknown": _("Not known"),
}
SEVERITY = {
    "Extreme": _("Extraordinary threat to life or property"),
    "Severe": _("Significant threat"),
    "Moderate": _("Possible threat"),
    "Minor": _("Little or no threat"),
    "Unknown": _("Not known"),
}
CERTAINTY = {
    "Observed": _("It was seen to happen"),
    "Likely": _("More likely than not"),
    "Possible": _("Possible, not likely"),
    "Unlikely": _("Not expected"),
    "Unknown": _("Not known"),
}
RESPONSE = {
    "": _("Nothing in particular"),
    "Shelter": _("Take shelter"),
    "Evacuate": _("Leave"),
    "Prepare": _("Prepare"),
    "Execute": _("Do what is planned"),
    "Avoid": _("Avoid the place"),
    "Monitor": _("Follow the news"),
    "Assess": _("Judge for yourself"),
    "AllClear": _("It is over"),
    "None": _("Do nothing"),
}
CODES = {"status": STATUS, "category": CATEGORY, "urgency": URGENCY, "severity": SEVERITY, "certainty": CERTAINTY}
CODES["response"] = RESPONSE
WORDS = ("event", "headline", "description", "instruction")


def identifier(key: str) -> str:
    """Of the message that an entry made: no space, comma, “<” nor “&” (3.2.1)."""
    return f"jalon-{key.replace('.', '-')}"


def moment(milliseconds: int) -> str:
    """A time as 3.3.2 asks: with seconds and the offset from UTC, never the letter Z."""
    when = datetime.fromtimestamp(milliseconds // 1000, timezone.get_current_timezone())
    return when.isoformat(timespec="seconds").replace("Z", "+00:00")


def sender(said: dict[str, Any]) -> str:
    """Who warned, as it was when the warning was drafted."""
    return str(said.get("sender") or settings.JALON_CAP_SENDER)


def reference(row: PublicWarning) -> str:
    """How a later message names this one: sender, identifier, sent."""
    return f"{sender(row.said)},{identifier(row.key)},{moment(row.published_at or 0)}"


def written(row: PublicWarning) -> bytes:
    """The message that published this warning: an Alert, or an Update of the one it replaces."""
    before = _chain(row)
    root = _alert(identifier(row.key), row.published_at or 0, row.said, "Update" if before else "Alert")
    if before:
        _add(root, "references", " ".join(reference(one) for one in before))
    for language in _languages(row):
        _info(root, row.said, language)
    return _document(root)


def cancelling(row: PublicWarning) -> bytes:
    """The message that cancels this warning and all that it had replaced."""
    root = _alert(identifier(row.ended_key), row.ended_at or 0, row.said, "Cancel")
    _add(root, "note", row.ended_why)
    _add(root, "references", " ".join(reference(one) for one in [row, *_chain(row)]))
    over = row.said | {"urgency": "Past", "response": "AllClear", "instruction": {}, "onset": None}
    over |= {"description": dict.fromkeys(row.said["event"], row.ended_why)}
    for language in _languages(row):
        _info(root, over, language)
    return _document(root)


def _chain(row: PublicWarning) -> list[PublicWarning]:
    """The warnings that this one replaces, the last first."""
    found: list[PublicWarning] = []
    while row.replaces:
        before = PublicWarning.objects.filter(key=row.replaces, published_at__isnull=False).first()
        if before is None:
            break
        found.append(before)
        row = before
    return found


def _languages(row: PublicWarning) -> list[str]:
    return [one for one in LANGUAGES if one in row.said["event"]]


def _alert(name: str, sent: int, said: dict[str, Any], kind: str) -> ElementTree.Element:
    root = ElementTree.Element("alert", {"xmlns": NAMESPACE})
    _add(root, "identifier", name)
    _add(root, "sender", sender(said))
    _add(root, "sent", moment(sent))
    _add(root, "status", said["status"])
    _add(root, "msgType", kind)
    _add(root, "scope", "Public")
    return root


def _info(root: ElementTree.Element, said: dict[str, Any], language: str) -> None:
    """The order of the elements is that of the schema."""
    info = ElementTree.SubElement(root, "info")
    _add(info, "language", language)
    _add(info, "category", said["category"])
    _add(info, "event", said["event"][language])
    _add(info, "responseType", said["response"])
    for name in ("urgency", "severity", "certainty"):
        _add(info, name, said[name])
    _add(info, "onset", moment(said["onset"]) if said["onset"] else "")
    _add(info, "expires", moment(said["expires"]))
    _add(info, "senderName", said.get("sender_name", ""))
    for name in ("headline", "description", "instruction"):
        _add(info, name, said[name].get(language, ""))
    area = ElementTree.SubElement(info, "area")
    _add(area, "areaDesc", said["area"])
    _add(area, "circle", said["circle"])


def _add(parent: ElementTree.Element, name: str, words: str) -> None:
    if words:
        ElementTree.SubElement(parent, name).text = words


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
