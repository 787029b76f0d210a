"""Many people asked about at once: by the processes of this machine, or across machines through Dask or Ray.

The same function asks everywhere. The other machines need this program installed, and neither a database nor keys:
they are sent the listings and the people, and send back which answer. They must therefore be the state's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from itertools import chain
from multiprocessing import get_context
from typing import Any

from jalon.screening.person import Person
from jalon.watchlists import asking
from jalon.watchlists.asking import Answer, Part

# A person's reference and particulars (JSON), and what the listings answer about them.
Asked = tuple[str, str]
Answered = tuple[str, list[Answer]]
Many = Callable[[Part, Sequence[Asked], str], list[Answered]]

PROCESSES = 2
CHUNK = 250
# Fewer are asked about sooner by this process than by starting others.
WORTH_SHARING = 500


class ScaleMissing(Exception):
    """JALON_SCALE names what is not there; the text says what to do."""


def ask_chunk(part: Part, people: Sequence[Asked], day: str) -> list[Answered]:
    """Those of some people about whom a listing answers, on a day (ISO)."""
    found = []
    for reference, said in people:
        if answers := asking.ask(part, Person.from_json(json.loads(said)), day):
            found.append((reference, answers))
    return found


def chunks(people: Sequence[Asked]) -> list[Sequence[Asked]]:
    return [people[at : at + CHUNK] for at in range(0, len(people), CHUNK)]


_part: Part | None = None  # what the processes forked below were born with


def _ask_forked(people: Sequence[Asked], day: str) -> list[Answered]:
    assert _part is not None
    return ask_chunk(_part, people, day)


def on_this_machine(part: Part, people: Sequence[Asked], day: str) -> list[Answered]:
    """By processes that share this one's memory: the index is not copied."""
    global _part
    if len(people) < WORTH_SHARING:
        return ask_chunk(part, people, day)
    _part = part
    try:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
            pieces = chunks(people)
            return list(chain.from_iterable(pool.map(_ask_forked, pieces, [day] * len(pieces))))
    finally:
        _part = None


def on_dask(address: str) -> Many:
    """By the workers of a Dask scheduler (tcp://host:8786). Raises ScaleMissing."""
    client = _imported("distributed", "dask").Client(address)
    sent: dict[int, tuple[Part, Any]] = {}

    def ask(part: Part, people: Sequence[Asked], day: str) -> list[Answered]:
        if id(part) not in sent:
            sent.clear()
            sent[id(part)] = (part, client.scatter(part, broadcast=True))
        there = sent[id(part)][1]
        futures = [client.submit(ask_chunk, there, piece, day, pure=False) for piece in chunks(people)]
        return list(chain.from_iterable(client.gather(futures)))

    return ask


def on_ray(address: str) -> Many:
    """By the workers of a Ray cluster (ray://host:10001, or auto). Raises ScaleMissing."""
    ray = _imported("ray", "ray")
    ray.init(address=address, ignore_reinit_error=True)
    far = ray.remote(ask_chunk)
    sent: dict[int, tuple[Part, Any]] = {}

    def ask(part: Part, people: Sequence[Asked], day: str) -> list[Answered]:
        if id(part) not in sent:
            sent.clear()
            sent[id(part)] = (part, ray.put(part))
        there = sent[id(part)][1]
        return list(chain.from_iterable(ray.get([far.remote(there, piece, day) for piece in chunks(people)])))

    return ask


def _imported(library: str, name: str) -> Any:
    try:
        return import_module(library)
    except ImportError:
        raise ScaleMissing(
            f"JALON_SCALE is “{name}”, and the library “{library}” is not installed here. "
            f"Install it (pip install {library}), or leave JALON_SCALE empty: this machine then does the work alone."
        ) from None


# What JALON_SCALE may name besides nothing.
SCALES: dict[str, Callable[[str], Many]] = {"dask": on_dask, "ray": on_ray}


def by(name: str, address: str) -> Many:
    """Who asks, by the settings JALON_SCALE and JALON_SCALE_ADDRESS. Raises ScaleMissing."""
    if not name:
        return on_this_machine
    if name not in SCALES:
        raise ScaleMissing(f"JALON_SCALE is “{name}”: it must be empty, {' or '.join(SCALES)}.")
    if not address:
        raise ScaleMissing(f"JALON_SCALE is “{name}”: say where in JALON_SCALE_ADDRESS, such as tcp://10.0.0.5:8786.")
    return SCALES[name](address)
