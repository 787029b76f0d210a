"""A reader on a serial line (RS-232, USB-serial, a HID bridge that shows as a tty): lines of a zone, or a code's text.

Readers end a line with CR, LF or both, frame a message with STX and ETX or not at all, and some send the whole zone in
one line. A message is over when its lines are those of a document, when ETX comes, or when the line falls silent.
"""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

from jalon.readers.answer import Answer
from jalon.readers.payloads import understood, zone_in

NAME = "serial_line"
SPEEDS = {9600: termios.B9600, 19200: termios.B19200, 38400: termios.B38400, 115200: termios.B115200}
SILENCE = 0.3  # seconds after which a message is over
LONGEST = 4_000  # bytes of a message: what comes beyond is noise
AGAIN = 1.0  # seconds until a line that is not there is tried again
STX, ETX = b"\x02", b"\x03"


def listen(device: Path, goes_on: Callable[[], bool], speed: int = 9600) -> Iterator[Answer]:
    """What the reader sends, message by message, while `goes_on` says so. A cable that is pulled out is waited for."""
    while goes_on():
        try:
            line = opened(device, speed)
        except OSError:
            time.sleep(AGAIN)
            continue
        try:
            yield from messages(line, goes_on)
        except OSError:
            time.sleep(AGAIN)  # pulled out in the middle
        finally:
            os.close(line)


def opened(device: Path, speed: int) -> int:
    """The line, as the reader's handbook says: eight bits, no parity, one stop bit. Raises OSError."""
    line = os.open(device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        tty.setraw(line)
        settings = termios.tcgetattr(line)
        settings[4] = settings[5] = SPEEDS[speed]
        termios.tcsetattr(line, termios.TCSANOW, settings)
    except termios.error as fault:
        os.close(line)
        raise OSError(f"{device} is no serial line") from fault
    return line


def messages(line: int, goes_on: Callable[[], bool]) -> Iterator[Answer]:
    """Messages of an open line. Raises OSError where it is gone."""
    waiting = b""
    while goes_on():
        ready, _, _ = select.select([line], [], [], SILENCE)
        if not ready:
            message, waiting = waiting, b""
        else:
            came = os.read(line, 4096)
            if not came:
                raise OSError("the line was closed")
            waiting = (waiting + came)[-LONGEST:]
            message, waiting = whole(waiting)
        if (text := text_of(message)) and (answer := answer_of(text)) is not None:
            yield answer


def whole(waiting: bytes) -> tuple[bytes, bytes]:
    """The message that is complete, and what comes after it; the first is empty where none is."""
    if ETX in waiting:
        message, _, rest = waiting.partition(ETX)
        return message, rest
    text = text_of(waiting)
    if text and waiting[-1:] in b"\r\n" and zone_in(text):
        return waiting, b""
    return b"", waiting


def text_of(message: bytes) -> str:
    bare = message.replace(STX, b"").replace(ETX, b"")
    return re.sub(r"\n{2,}", "\n", bare.decode("ascii", "replace").replace("\r", "\n")).strip()


def answer_of(text: str) -> Answer | None:
    """What a message is; noise of a line that is plugged in is nothing."""
    answer = understood(text.encode(), text, NAME)
    return None if answer.kind == "text" and len(text) < 4 else answer
