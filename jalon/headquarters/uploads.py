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
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from jalon.staff.postings import roles_of
from jalon.watchlists import incoming
from jalon.web.gate import Role

MEGABYTE = 1_000_000
LARGEST = 500  # MB of one request; a larger list is proposed at the machine, with `jalon lists propose`
LARGEST_STICK = 2000  # MB; a larger one is taken in at the machine, with `jalon sync import`
SAY_PROMISES = frozenset({Role.NATIONAL_DESK, Role.DELEGATE, Role.REGIONAL_SECRETARIAT})
AT_THE_DESK = frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})


@dataclass(frozen=True, slots=True)
class Door:
    """Who may send files to an address, how many MB in one request, and whether they stay in memory: what shows a
    traveller touches no disk in clear."""

    opens_to: frozenset[Role]
    largest: int
    in_memory: bool = False


DOORS = {
    "headquarters:propose_list": Door(frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), LARGEST),
    "headquarters:propose_rules": Door(frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), 5),
    "headquarters:sticks": Door(frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR}), LARGEST_STICK),
    "desk:carry": Door(frozenset({Role.SHIFT_LEADER}), LARGEST_STICK),
    "headquarters:bureau_answers": Door(frozenset({Role.NATIONAL_DESK}), 2, in_memory=True),
    "headquarters:assessment_theme": Door(frozenset({Role.NATIONAL_DESK}), 1, in_memory=True),
    "headquarters:assessment_import": Door(frozenset({Role.NATIONAL_DESK}), 3, in_memory=True),
    "desk:assessment_theme": Door(frozenset({Role.SHIFT_LEADER}), 1, in_memory=True),
    "desk:assessment_import": Door(frozenset({Role.SHIFT_LEADER}), 3, in_memory=True),
    "secretariat:report": Door(SAY_PROMISES, 1, in_memory=True),
    "secretariat:post_report": Door(frozenset({Role.SHIFT_LEADER}), 1, in_memory=True),
    "secretariat:answer_sheets": Door(SAY_PROMISES, 2, in_memory=True),
    "desk:camera": Door(AT_THE_DESK, 13, in_memory=True),
    "desk:take_picture": Door(AT_THE_DESK, 13, in_memory=True),
    "secretariat:meeting_documents": Door(
        frozenset({Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK}), 1, in_memory=True
    ),
    "desk:vehicle_list": Door(AT_THE_DESK, 3, in_memory=True),
    "secretariat:figures_file": Door(
        frozenset({Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK, Role.DELEGATE}), 3, in_memory=True
    ),
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
        if self.request is not None:
            self.request.files_too_large = self.too_large  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large or self.door is None:
            raise SkipFile
        kind = InMemory if self.door.in_memory else Arrived
        self.arrived = kind(self.file_name or "", self.content_type, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > self.most:  # more than was announced
            raise StopUpload(connection_reset=True)
        self.arrived.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
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
