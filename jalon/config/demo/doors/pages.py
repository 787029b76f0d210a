"""The pages of the doors, as HTML: no script, no file from elsewhere, the same look as every other page."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from jalon.config.demo.doors.walks import (
    DOORS,
    PEOPLE,
    PLACES,
    PLUG,
    PRINTS,
    STICK,
    Door,
    Step,
    _,
)

LANGUAGES = {"fr": "FR", "en": "EN", "ar": "ع"}
NAMES = {"fr": "Français", "en": "English", "ar": "العربية"}
LOCALES = Path(__file__).parents[3] / "locale"
SIGN_IN = "/demonstration/as/"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages are written with. `ports`: of each machine; `keys`: of each machine, name -> key or address;
    `host`: under which the reader reached this page, so that links stay on it; `stick`: (file name, bytes)."""

    language: str
    host: str
    ports: Mapping[str, int]
    keys: Mapping[str, Mapping[str, str]]
    stick: tuple[str, int]
    password: str
    fallen: Mapping[str, Fallen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A machine whose server stopped by itself: when, and how long it took to start it again (None: not yet)."""

    at: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of pulling the plug: entries on the disk before and after, and whether the chain is whole. `answered`:
    acts at the next desk that the post had said were recorded; `kept`: how many such acts stand on the disk; `cut`:
    whether one was on its way."""

    at: str
    before: int
    after: int
    whole: bool
    seconds: float
    answered: int = 0
    kept: int = 0
    cut: bool = False

    @property
    def lost(self) -> int:
        return max(self.before - self.after, self.answered - self.kept, 0)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALES, [language], fallback=True)


def said(language: str, message: str) -> str:
    """A message in a language, safe in HTML."""
    return escape(_catalogue(language).gettext(message), quote=True)


def address(setting: Setting, step: Step, language: str = "") -> str:
    """Where a step leads: the machine's door of signing in, and from there its page."""
    page = step.page.replace("{language}", language or setting.language).format_map(setting.keys.get(step.at, {}))
    asked = urlencode({"to": page, "language": setting.language})
    return f"http://{setting.host}:{setting.ports[step.at]}{SIGN_IN}{step.who}/?{asked}"


def first(setting: Setting) -> str:
    """The page with the three doors."""
    t = setting.language
    doors = "".join(
        f'<li><a class="door door--{door.name}" href="/{door.name}/">'
        f'<span class="door__leaf" aria-hidden="true"></span>'
        f"<h2>{said(t, door.title)}</h2><p>{said(t, door.lead)}</p>"
        f'<span class="door__way">{said(t, STEPS) % len(door.steps)}</span></a></li>'
        for door in DOORS.values()
    )
    machines = "".join(
        f'<li><a href="http://{setting.host}:{setting.ports[name]}/" target="jalon">{said(t, what)}</a>'
        f" <bdi class=number dir=ltr>:{setting.ports[name]}</bdi><span class=quiet>{_serve(t, who)}</span></li>"
        for name, what, who in MACHINES
    )
    main = (
        f'<div class="doors__head"><h1>{said(t, THREE_DOORS)}</h1><p>{said(t, LEAD)}</p></div>{_fallen(setting)}'
        f'<ul class="doors">{doors}</ul>'
        f'<section class="panel doors__machines"><h2>{said(t, BY_YOURSELF)}</h2>'
        f'<p>{said(t, PASSWORD_OF_ALL)} <code dir="ltr">{escape(setting.password)}</code></p>'
        f"<ul>{machines}</ul></section>"
    )
    return _page(setting, said(t, THREE_DOORS), main)


def _serve(language: str, who: Iterable[tuple[str, str]]) -> str:
    """Who serves at a machine, each with what he is."""
    return " · ".join(f"<span><bdi><b>{name}</b></bdi> {said(language, role)}</span>" for name, role in who)


def _fallen(setting: Setting) -> str:
    """Which machines stopped by themselves, and whether they are there again."""
    found = []
    for name, one in setting.fallen.items():
        text = _("Stopped at %(at)s, and is being started again. The others go on.")
        if one.seconds is not None:
            text = _("Stopped at %(at)s, and was open again after %(seconds)s s. Nothing of what was recorded is lost.")
        told = said(setting.language, text) % {"at": one.at, "seconds": f"{one.seconds or 0:.1f}"}
        tone = "look" if one.seconds is None else "clear"
        what = said(setting.language, CALLED[name])
        found.append(f'<div class="banner banner--{tone}" role="status"><p><b>{what}</b> {told}</p></div>')
    return "".join(found)


THREE_DOORS = _("Three doors")
BY_YOURSELF = _("Or walk about by yourself")
PASSWORD_OF_ALL = _("Everybody’s password:")
SAVE = _("Save the file")
OPEN = _("Open the page")
PULL = _("Pull the plug")
DEMONSTRATION = _("Demonstration")
NOT_REAL = _("Nothing here is real")
LANGUAGE = _("Language")
SECOND_WINDOW = _("Each button opens a second window, signed in as whoever acts there.")
STEPS = _("%d steps, four minutes")
LEAD = _(
    "Five states promised one another things at Nouakchott, seven months ago; they meet again at Bamako soon. "
    "Everything here is invented, and runs on this computer without any network. Choose a door."
)
FIRST_LINE, ADMINISTRATOR, NATIONAL_DESK = _("First line"), _("Administrator"), _("National desk")
OF_A_DONOR = _("Partner (a donor)")
# Machine, what it is called, who serves there: (username, what he is).
MACHINES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "post",
        _("Gogui, Mali: the post"),
        (
            ("amina", FIRST_LINE),
            ("sekou", FIRST_LINE),
            ("bakary", _("Shift leader")),
            ("zara", _("Protection focal point")),
            ("gaoussou", _("Gendarmerie")),
            ("kadi", _("Customs")),
            ("salif", _("Health at the border")),
        ),
    ),
    (
        "headquarters",
        _("Mali’s headquarters"),
        (
            ("claire", NATIONAL_DESK),
            ("issa", ADMINISTRATOR),
            ("hawa", _("Data protection")),
            ("solange", OF_A_DONOR),
            ("emile", _("no role: nothing opens to him")),
        ),
    ),
    (
        "across",
        _("Gogui Zemal, Mauritania: the post"),
        (("aicha", FIRST_LINE), ("brahim", _("Shift leader"))),
    ),
    ("across_headquarters", _("Mauritania’s headquarters"), (("mariem", NATIONAL_DESK), ("oumar", ADMINISTRATOR))),
    (
        "forum",
        _("The forum"),
        (
            ("dalia", _("Regional secretariat")),
            ("moussa", _("Delegate of Niger")),
            ("solange", OF_A_DONOR),
            ("ousmane", ADMINISTRATOR),
        ),
    ),
)
CALLED = {name: what for name, what, _who in MACHINES}


def walk(setting: Setting, door: Door, pulled: Pulled | None = None) -> str:
    """The page of one door: its steps, in order."""
    t = setting.language
    steps = "".join(_step(setting, step, pulled) for step in door.steps)
    others = "".join(
        f'<a class="button button--small" href="/{one.name}/">{said(t, one.title)}</a>'
        for one in DOORS.values()
        if one is not door
    )
    main = (
        f'<div class="doors__head"><p class="doors__back"><a href="/">{said(t, THREE_DOORS)}</a></p>'
        f"<h1>{said(t, door.title)}</h1><p>{said(t, door.lead)}</p>"
        f'<p class="quiet small">{said(t, SECOND_WINDOW)}</p>'
        f'</div>{_fallen(setting)}<ol class="walk">{steps}</ol><p class="row walk__others">{others}</p>'
    )
    return _page(setting, said(t, door.title), main)


def _step(setting: Setting, step: Step, pulled: Pulled | None) -> str:
    t = setting.language
    anchor = f' id="{step.special}"' if step.special else ""
    where = f'<p class="walk__where">{said(t, PLACES[step.at])}, {said(t, PEOPLE[step.who])}</p>' if step.at else ""
    return (
        f'<li class="panel walk__step"{anchor}><div><h2>{said(t, step.title)}</h2>{where}'
        f'<p><b class="walk__do">{said(t, step.do)}</b></p><p class="walk__see">{said(t, step.see)}</p>'
        f"{_came_of(t, pulled) if step.special == PLUG and pulled else ''}</div>"
        f'<div class="walk__keys">{_keys(setting, step)}</div></li>'
    )


def _keys(setting: Setting, step: Step) -> str:
    t = setting.language
    if step.special == STICK:
        name, size = setting.stick
        return (
            f'<a class="button button--main" href="/stick/" download>{said(t, SAVE)}</a>'
            f'<span class="small quiet"><bdi dir="ltr">{escape(name)}</bdi> ·'
            f' <bdi dir="ltr">{size // 1000} kB</bdi></span>'
        )
    if step.special == PRINTS:
        return "".join(
            f'<a class="button" lang="{one}" href="{escape(address(setting, step, one))}" target="jalon">{name}</a>'
            for one, name in NAMES.items()
        )
    opens = f'<a class="button button--main" href="{escape(address(setting, step))}" target="jalon">{said(t, OPEN)}</a>'
    if step.special == PLUG:
        opens = (
            f'<form method="post" action="/plug/"><button class="button button--stop button--sure">'
            f"{said(t, PULL)}</button></form>" + opens.replace(" button--main", "")
        )
    return opens


def _came_of(language: str, pulled: Pulled) -> str:
    tone = "clear" if pulled.whole and not pulled.lost else "stop"
    words = said(language, _("Killed at %(at)s, open again after %(seconds)s s."))
    words %= {"at": pulled.at, "seconds": f"{pulled.seconds:.1f}"}
    counted = said(language, _("Entries before: %(before)s. Entries after: %(after)s.")) % {
        "before": pulled.before,
        "after": pulled.after,
    }
    at_work = said(
        language,
        _("Sékou was at work at the next desk: %(answered)s acts were answered “recorded”; %(kept)s are there."),
    )
    at_work = at_work % {"answered": pulled.answered, "kept": pulled.kept} if pulled.answered else ""
    if pulled.cut:
        at_work += " " + said(language, _("One was cut off in the middle: the screen had not said “saved”."))
    ends = _("The chain is whole: nothing is lost.") if tone == "clear" else _("The journal is not as it was.")
    return (
        f'<div class="banner banner--{tone}" role="status"><p>{words} {at_work} <b class="number">{counted}</b> '
        f"{said(language, ends)}</p></div>"
    )


def _page(setting: Setting, title: str, main: str) -> str:
    t = setting.language
    ways = "".join(
        f'<a lang="{code}" href="?language={code}" aria-label="{NAMES[code]}"'
        f"{' aria-current=true' if code == t else ''}>{sign}</a>"
        for code, sign in LANGUAGES.items()
    )
    return (
        f'<!doctype html><html lang="{t}" dir="{"rtl" if t == "ar" else "ltr"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Jalon</title>"
        '<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/static/jalon.css"><link rel="stylesheet" href="/static/pages.css">'
        '<link rel="stylesheet" href="/static/doors.css"></head><body>'
        '<header class="bar"><a class="bar__home" href="/" aria-label="Jalon">'
        '<img src="/static/mark.svg" alt="" width="30" height="30"><span>Jalon</span></a>'
        f'<span class="bar__place">{said(t, DEMONSTRATION)}</span>'
        f'<span class="bar__status"><span>{said(t, NOT_REAL)}</span></span>'
        f'<nav class="bar__end doors__languages" aria-label="{said(t, LANGUAGE)}">{ways}</nav></header>'
        f'<main id="main"><div class="page page--wide">{main}</div></main></body></html>'
    )
