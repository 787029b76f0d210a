"""Settings of the demonstration's machines: those of every machine, and a door at which whoever follows a link is
signed in as one of its invented people. They refuse a home that the demonstration did not make."""

from __future__ import annotations

from zlib import crc32

from jalon.config.demo.marked import is_marked
from jalon.config.settings import *  # noqa: F403
from jalon.config.settings import JALON_HOME, MIDDLEWARE

if not is_marked(JALON_HOME):
    raise SystemExit(f"{JALON_HOME} is no home of the demonstration: its settings are not for it.")
# One browser keeps somebody signed in at each machine of each demonstration: cookies know no port.
SESSION_COOKIE_NAME = f"jalon_{JALON_HOME.name}_{crc32(str(JALON_HOME).encode()):08x}"
MIDDLEWARE = [
    *(one for one in MIDDLEWARE if one != "jalon.config.gate.Gate" and one != "jalon.config.above.DecidedAbove"),
    "jalon.config.demo.signing.SignsIn",
    "jalon.config.gate.Gate",
    "jalon.config.above.DecidedAbove",
]
