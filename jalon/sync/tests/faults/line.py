"""A line in the same process: what the post's carrier says is heard by the door itself, and what may happen on the way
happens here, byte by byte, from a seed.

A fault takes a request and says what comes of it. `Line.faults` are asked in turn; the first that answers decides.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jalon.sync import door
from jalon.sync.link import Link, LinkDown
from jalon.sync.tests.faults.machines import Machine

Header = tuple[str, str]


class Answer:
    """What `http.client` would give: the head of an answer, and its body as far as it came."""

    def __init__(self, status: int, body: bytes, whole: int | None = None) -> None:
        self.status, self._rest = status, body
        self.headers = {"content-length": str(len(body) if whole is None else whole)}
        self.length = (len(body) if whole is None else whole) or 0

    def read(self, most: int = -1) -> bytes:
        taken, self._rest = (self._rest, b"") if most < 0 else (self._rest[:most], self._rest[most:])
        self.length -= len(taken)
        return taken


@dataclass(frozen=True)
class Asked:
    """A request on its way."""

    method: str
    place: str
    body: bytes | None
    headers: tuple[Header, ...] = ()

    @property
    def is_batch(self) -> bool:
        return self.method == "POST" and self.place == ""


Fault = Callable[["Line", Asked], "Answer | None"]


@dataclass
class Counted:
    """What went over the line: requests and bytes of their bodies."""

    requests: int = 0
    up: int = 0
    down: int = 0


class Line(Link):
    """The carrier of a post, whose other end is a headquarters in this process."""

    def __init__(self, headquarters: Machine, chance: random.Random | None = None, *faults: Fault) -> None:
        super().__init__("http://127.0.0.1:1")
        self.headquarters = headquarters
        self.chance = chance or random.Random(0)
        self.faults = list(faults)
        self.counted = Counted()
        self.heard: list[tuple[Asked, int, bytes]] = []  # everything that reached the door, and its answers
        self.remember = False

    def _ask(self, method: str, place: str, body: bytes | None, headers: list[Header]) -> Any:
        asked = Asked(method, place, body, tuple(headers))
        self.counted.requests += 1
        for fault in self.faults:
            answer = fault(self, asked)
            if answer is not None:
                break
        else:
            answer = self.deliver(asked)
        self.counted.up += len(body or b"") + len(place)
        self.counted.down += len(answer._rest)
        return answer

    def deliver(self, asked: Asked, whole: int | None = None) -> Answer:
        """The request at the door. `whole`: the length that its head says, where the body is cut short."""
        said: list[str] = []
        environ = {"REQUEST_METHOD": asked.method, "PATH_INFO": "/s" + asked.place}
        if asked.body is not None:
            environ["CONTENT_LENGTH"] = str(len(asked.body) if whole is None else whole)
        environ["wsgi.input"] = io.BytesIO(asked.body or b"")  # type: ignore[assignment]
        if asked.headers:
            environ["HTTP_RANGE"] = dict(asked.headers)["Range"]
        with self.headquarters.at_work():
            body = b"".join(door.application(environ, lambda status, _: said.append(status)))
        status = int(said[0].split()[0])
        if self.remember:
            self.heard.append((asked, status, body))
        return Answer(status, body)


@dataclass
class Sometimes:
    """A fault that strikes a share of the requests."""

    fault: Fault
    share: float
    struck: int = field(default=0)

    def __call__(self, line: Line, asked: Asked) -> Answer | None:
        if line.chance.random() >= self.share:
            return None
        answer = self.fault(line, asked)
        self.struck += 1
        return answer


# ── what may happen on the way ──


def cut_there(line: Line, asked: Asked) -> Answer:
    """Cut while the request goes: the door reads a beginning of it, or nothing."""
    if asked.body and line.chance.random() < 0.7:
        came = asked.body[: line.chance.randrange(len(asked.body))]
        line.deliver(Asked(asked.method, asked.place, came), len(asked.body))
    raise LinkDown("cut on the way there")


def cut_back(line: Line, asked: Asked) -> Answer:
    """Cut while the answer comes: the door did its work, and nobody heard it."""
    line.deliver(asked)
    raise LinkDown("cut on the way back")


def truncated(line: Line, asked: Asked) -> Answer:
    """The answer ends early, at any byte."""
    answer = line.deliver(asked)
    body = answer._rest
    if not body:
        raise LinkDown("cut on the way back")
    return Answer(answer.status, body[: line.chance.randrange(len(body))], len(body))


def duplicated(line: Line, asked: Asked) -> Answer:
    """The request arrives twice; the answer to either comes back."""
    first = line.deliver(asked)
    second = line.deliver(asked)
    return line.chance.choice((first, second))


def answered_by(status: int, body: bytes) -> Fault:
    """Something on the way answers in the headquarters' place."""
    return lambda _line, _asked: Answer(status, body)


def answered_after(status: int, body: bytes) -> Fault:
    """The headquarters did its work, and something on the way answers otherwise."""

    def answered(line: Line, asked: Asked) -> Answer:
        line.deliver(asked)
        return Answer(status, body)

    return answered


class Held:
    """Requests that are kept back and arrive later, in another order, while the post hears that the line is cut."""

    def __init__(self) -> None:
        self.held: list[Asked] = []

    def __call__(self, line: Line, asked: Asked) -> Answer:
        self.held.append(asked)
        raise LinkDown("no answer in time")

    def let_go(self, line: Line) -> None:
        held, self.held = self.held, []
        line.chance.shuffle(held)
        for asked in held:
            line.deliver(asked)


class Flipped:
    """One bit of a request or of an answer is another when it arrives."""

    def __init__(self, *, there: bool = True, back: bool = True) -> None:
        self.sides = [side for side, wanted in (("there", there), ("back", back)) if wanted]

    def __call__(self, line: Line, asked: Asked) -> Answer:
        if line.chance.choice(self.sides) == "there":
            if asked.body:
                return line.deliver(Asked(asked.method, asked.place, flip(asked.body, line.chance), asked.headers))
            place = bytearray(asked.place.encode())
            if not place:
                return line.deliver(asked)
            place[line.chance.randrange(len(place))] ^= 1 << line.chance.randrange(7)
            return line.deliver(Asked(asked.method, place.decode("latin-1"), asked.body, asked.headers))
        answer = line.deliver(asked)
        return Answer(answer.status, flip(answer._rest, line.chance)) if answer._rest else answer


def flip(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one bit turned over."""
    at, altered = chance.randrange(len(content)), bytearray(content)
    altered[at] ^= 1 << chance.randrange(8)
    return bytes(altered)
