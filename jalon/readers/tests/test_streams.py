"""Readers that work by themselves: a folder that is watched, a serial line (a pseudo-terminal)."""

import os
import pty
import threading
import time

import pytest

from jalon.readers import serial_line, watched_folder
from jalon.readers.tests.samples import CARD, PASSPORT, card, jpeg

XML = "<Document><Image/><Data><MRZ1>{}</MRZ1><MRZ2>{}</MRZ2></Data></Document>"
LINE_1, LINE_2 = PASSPORT.splitlines()


def dropped(folder, files, wanted):
    """What is made of files that are dropped one after the other."""
    got = []
    over = time.monotonic() + 10

    def write():
        for name, content in files:
            time.sleep(0.05)
            (folder / f".{name}").write_bytes(content)
            (folder / f".{name}").rename(folder / name)

    writer = threading.Thread(target=write)
    writer.start()
    for one in watched_folder.watch(folder, lambda: len(got) < wanted and time.monotonic() < over):
        got.append(one)
    writer.join()
    return got


@pytest.mark.parametrize(
    ("name", "content", "kind", "fault"),
    [
        ("a.txt", PASSPORT.encode(), "mrz", ""),
        ("a.TXT", PASSPORT.replace("\n", "\r\n").encode(), "mrz", ""),
        ("a.mrz", CARD.encode(), "mrz", ""),
        ("a.xml", XML.format(LINE_1, LINE_2).replace("<<", "&lt;&lt;").replace("P<M", "P&lt;M").encode(), "mrz", ""),
        ("a.xml", XML.format(*(line.replace("<", "&lt;") for line in (LINE_1, LINE_2))).encode(), "mrz", ""),
        ("a.json", b'{"page": {"lines": ["' + LINE_1.encode() + b'", "' + LINE_2.encode() + b'"]}}', "mrz", ""),
        ("a.json", b'{"mrz": "' + PASSPORT.replace("\n", "\\n").encode() + b'"}', "mrz", ""),
        ("a.json", b"{", None, "nothing_found"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', None, "nothing_found"),
        ("a.txt", b"ML-2019/12345", "number", ""),
        ("a.txt", b"  ", None, "nothing_found"),
        ("a.exe", b"MZ", None, "unknown_file"),
        ("a.txt", b"x" * 200_001, None, "too_large"),
    ],
)
def test_a_file_that_is_dropped_is_taken_and_removed(tmp_path, name, content, kind, fault):
    (one,) = dropped(tmp_path, [(name, content)], 1)
    assert (one.answer.kind if one.answer else None, one.fault) == (kind, fault)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_handed_on_whole(tmp_path):
    content = jpeg(card(PASSPORT))
    (one,) = dropped(tmp_path, [("page.jpg", content)], 1)
    assert one.picture == content


def test_files_come_in_their_order_and_unfinished_ones_wait(tmp_path):
    (tmp_path / "slow.part").write_text("unfinished")
    got = dropped(tmp_path, [("b.txt", b"NUMBER-1"), ("a.txt", b"NUMBER-2")], 2)
    assert [one.answer.text for one in got] == ["NUMBER-1", "NUMBER-2"]
    assert [path.name for path in tmp_path.iterdir()] == ["slow.part"]


def test_a_folder_that_is_not_there_is_waited_for(tmp_path):
    looks = iter([True, True, False])
    assert list(watched_folder.watch(tmp_path / "not yet", lambda: next(looks))) == []


def heard(messages, wanted, speed=9600, pause=0.05):
    """What is heard of messages that are written to the other end of a real terminal line."""
    ours, theirs = pty.openpty()
    got = []
    over = time.monotonic() + 8

    def write():
        time.sleep(0.2)
        for message in messages:
            for start in range(0, len(message), 16):  # as it comes over a cable: in pieces
                os.write(ours, message[start : start + 16])
                time.sleep(0.002)
            time.sleep(pause)

    writer = threading.Thread(target=write)
    writer.start()
    path = serial_line.Path(os.ttyname(theirs))
    for answer in serial_line.listen(path, lambda: len(got) < wanted and time.monotonic() < over, speed):
        got.append(answer)
    writer.join()
    os.close(ours)
    os.close(theirs)
    return got


@pytest.mark.parametrize("speed", serial_line.SPEEDS)
@pytest.mark.parametrize(
    "message",
    [
        f"{LINE_1}\r{LINE_2}\r",
        f"{LINE_1}\r\n{LINE_2}\r\n",
        f"{LINE_1}\n{LINE_2}\n",
        f"{LINE_1}{LINE_2}\r",
        f"\x02{LINE_1}\r{LINE_2}\r\x03",
        f"{LINE_1}\r{LINE_2}",
    ],
)
def test_a_zone_comes_over_the_line_however_its_lines_end(message, speed):
    (answer,) = heard([message.encode()], 1, speed)
    assert (answer.reader, answer.kind, answer.text) == ("serial_line", "mrz", PASSPORT)


def test_two_documents_one_after_the_other_and_a_code_between():
    messages = [f"{LINE_1}\r{LINE_2}\r".encode(), b"ML-2019/12345\r", CARD.replace("\n", "\r").encode() + b"\r"]
    got = heard(messages, 3, pause=0.6)
    assert [(answer.kind, answer.text) for answer in got] == [
        ("mrz", PASSPORT),
        ("number", "ML-2019/12345"),
        ("mrz", CARD),
    ]


def test_noise_of_the_plug_is_nothing():
    assert heard([b"\xff\x00", f"{LINE_1}\r{LINE_2}\r".encode()], 1, pause=0.6)[0].kind == "mrz"


def test_what_is_no_line_is_waited_for(tmp_path):
    (tmp_path / "a").write_text("")
    looks = iter([True, False])
    assert list(serial_line.listen(tmp_path / "a", lambda: next(looks))) == []
