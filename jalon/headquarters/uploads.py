"""Files sent to a page: taken at few addresses, from those who may send them, up to a size; passed over elsewhere.

The body of a request is read before any view runs, so what is refused must be refused here: else anybody could fill
the disk of a post by sending files to its door.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from jalon.staff.postings import roles_of
from jalon.watchlists import incoming
from jalon.web.fields import NotTaken
from jalon.web.gate import Role

MEGABYTE = 1_000_000
LARGEST = 500  # MB of one request; a larger list is proposed at the machine, with `jalon lists propose`
LARGEST_STICK = 2000  # MB; a larger one is taken in at the machine, with `jalon sync import`
SAY_PROMISES = frozenset({Role.NATIONAL_DESK, Role.DELEGATE, Role.REGIONAL_SECRETARIAT})
AT_THE_DESK = frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})


@dataclass(frozen=True, slots=True)
class Door:
    """Who may send files to an address, how many MB in one request, and whether they stay in memory: what shows a
    traveller touches no disk in clear. `file`: how many kB of one file, where that is less. `instead`: what to do with
    a larger one."""

    opens_to: frozenset[Role]
    largest: int
    in_memory: bool = False
    file: int = 0
    instead: Any = ""

    def larger(self) -> str:
        """What a person reads whose file is larger."""
        said = _("At most %(most)s kB; this file is larger. Nothing was recorded.") if self.file else IN_MEGABYTES
        return f"{said % {'most': self.file or self.largest}} {self.instead}".rstrip()


IN_MEGABYTES = _("At most %(most)s MB; this file is larger. Nothing was recorded.")
NOT_HERE = _("No file is taken here. Nothing was recorded.")
KEPT = 512  # kB of a file that is kept with an entry (cooperation/verbs.py, capacity/answers.py)
AT_THE_MACHINE = _("A larger list is proposed at the machine, with “jalon lists propose”.")


DOORS = {
    "headquarters:propose_list": Door(
        frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), LARGEST, instead=AT_THE_MACHINE
    ),
    "headquarters:propose_rules": Door(frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), 5),
    "headquarters:sticks": Door(frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), LARGEST_STICK),
    "desk:carry": Door(frozenset({Role.SHIFT_LEADER}), LARGEST_STICK),
    "headquarters:bureau_answers": Door(frozenset({Role.NATIONAL_DESK}), 2, in_memory=True),
    "headquarters:assessment_theme": Door(frozenset({Role.NATIONAL_DESK}), 1, in_memory=True, file=KEPT),
    "headquarters:assessment_import": Door(frozenset({Role.NATIONAL_DESK}), 3, in_memory=True),
    "desk:assessment_theme": Door(frozenset({Role.SHIFT_LEADER}), 1, in_memory=True, file=KEPT),
    "desk:assessment_import": Door(frozenset({Role.SHIFT_LEADER}), 3, in_memory=True),
    "secretariat:report": Door(SAY_PROMISES, 1, in_memory=True, file=KEPT),
    "secretariat:post_report": Door(frozenset({Role.SHIFT_LEADER}), 1, in_memory=True, file=KEPT),
    "secretariat:answer_sheets": Door(SAY_PROMISES, 2, in_memory=True, file=1000),
    "desk:camera": Door(AT_THE_DESK, 13, in_memory=True),
    "desk:take_picture": Door(AT_THE_DESK, 13, in_memory=True),
    "secretariat:meeting_documents": Door(
        frozenset({Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK}), 1, in_memory=True, file=KEPT
    ),
    "desk:vehicle_list": Door(AT_THE_DESK, 3, in_memory=True),
    "secretariat:figures_file": Door(SAY_PROMISES, 3, in_memory=True),
    "secretariat:past": Door(frozenset({Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK}), 3, in_memory=True),
}


class Arrived(UploadedFile):
    """A file in the folder of what arrives; it goes when the request is over, unless it was linked elsewhere."""

    def __init__(self, name: str, content_type: str | None, charset: str | None) -> None:
        file = NamedTemporaryFile(dir=incoming.arriving(), prefix="file-")  # noqa: SIM115 - closed with the request
        super().__init__(file, name, content_type, 0, charset)
        self.path = Path(file.name)


class InMemory(UploadedFile):
    """A file that lies in memory and nowhere else."""

    def __init__(self, name: str, content_type: str | None, charset: str | None) -> None:
        super().__init__(BytesIO(), name, content_type, 0, charset)

    def flush(self) -> None:
        """Nothing: there is no disk behind it."""


class ArrivingFiles(FileUploadHandler):
    """The only handler of files sent to pages."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.door = door_of(self.request) if self.request is not None else None
        self.most = (self.door.largest if self.door else LARGEST) * MEGABYTE
        self.too_large = content_length > self.most
        self.taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        kind = InMemory if self.door is None or self.door.in_memory or self.too_large else Arrived
        self.arrived = kind(self.file_name or "", self.content_type, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        self.too_large = self.too_large or self.taken > self.most  # more than was announced
        if self.door is not None and not self.too_large:
            self.arrived.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.door is None or self.too_large:
            self.arrived.close()
            return NotTaken(self.file_name or "", self.door.larger() if self.door else str(NOT_HERE))
        self.arrived.flush()
        self.arrived.seek(0)
        self.arrived.size = file_size
        return self.arrived


def door_of(request: HttpRequest) -> Door | None:
    """The door through which files of this request are taken; None where none are. Those who sign in were recognised
    before the body is read."""
    try:
        door = DOORS.get(resolve(request.path_info).view_name)
    except Resolver404:
        return None
    return door if door and roles_of(getattr(request, "user", None)) & door.opens_to else None
