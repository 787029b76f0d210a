"""Files sent to a page: taken at one address, from those who may send them, up to a size; passed over elsewhere.

The body of a request is read before any view runs, so what is refused must be refused here: else anybody could fill
the disk of a post by sending files to its door.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.urls import reverse

from jalon.staff.postings import roles_of
from jalon.watchlists import incoming
from jalon.web.gate import Role

MEGABYTE = 1_000_000
LARGEST = 500  # MB of one request; a larger list is proposed at the machine, with `jalon lists propose`
DOORS = ("propose_list", "propose_rules")
MAY_SEND = frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR})


class Arrived(UploadedFile):
    """A file in the folder of what arrives; it goes when the request is over, unless it was linked elsewhere."""

    def __init__(self, name: str, content_type: str | None, charset: str | None) -> None:
        file = NamedTemporaryFile(dir=incoming.arriving(), prefix="file-")  # noqa: SIM115 - closed with the request
        super().__init__(file, name, content_type, 0, charset)
        self.path = Path(file.name)


class ArrivingFiles(FileUploadHandler):
    """The only handler of files sent to pages."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.too_large = content_length > LARGEST * MEGABYTE
        if self.request is not None:
            self.request.files_too_large = self.too_large  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large or self.request is None or not may_send(self.request):
            raise SkipFile
        self.arrived = Arrived(self.file_name or "", self.content_type, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.arrived.write(raw_data)

    def file_complete(self, file_size: int) -> Arrived:
        self.arrived.flush()
        self.arrived.seek(0)
        self.arrived.size = file_size
        return self.arrived


def may_send(request: HttpRequest) -> bool:
    """Whether files are taken from this request. Those who sign in were recognised before the body is read."""
    at_the_door = request.path_info in {reverse(f"headquarters:{name}") for name in DOORS}
    return at_the_door and bool(roles_of(getattr(request, "user", None)) & MAY_SEND)
