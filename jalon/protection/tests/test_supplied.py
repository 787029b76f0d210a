"""Notices that the state supplies: taken whole, refused one by one, shown only as they were taken."""

import hashlib
import json
import os

import pytest

from jalon.config.commands import notices as command
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings.tests.test_passage import staff  # noqa: F401
from jalon.journal.rebuild import rebuild
from jalon.protection import supplied
from jalon.protection.models import Notice

MP3 = b"ID3" + bytes(100)
GOOD = {
    "hau/entrusted.mp3": MP3,
    "bam/referred.ogg": b"OggS" + bytes(50),
    "ful/admitted.txt": b"Jam. Sannu.\n",
    "dje/protection.pdf": b"%PDF-1.7\n1 0 obj\n",
    "taq/held.png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "mey/counted.txt": "مرحبا\u200f بك\n".encode(),
}


@pytest.fixture
def source(tmp_path):
    """A folder as the state would hand it out."""

    def write(files, named=None):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} | (named or {})
        manifest = {"authority": "Ministère", "reference": "Décision 1/2026", "files": listed}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return tmp_path

    return write


def test_each_kind_is_taken_and_shown(source, staff):  # noqa: F811
    taken = supplied.take(source(GOOD), staff["issa"])
    assert (len(taken.notices), taken.refused) == (6, [])
    for row in Notice.objects.all():
        assert supplied.content_of(row) == GOOD[f"{row.language}/{row.code}.{row.extension}"]
    assert [row.code for row in supplied.in_language("hau")] == ["entrusted"]
    assert rebuild(FOLLOW_ENTRIES) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("fra/entrusted.mp3", MP3, "is none of hau"),
        ("hau/deported.mp3", MP3, "is none of admitted"),
        ("hau/entrusted.html", b"<script>", "is none of txt"),
        ("hau/entrusted.mp3", b"<html><script>alert(1)</script>", "not what .mp3 says"),
        ("hau/entrusted.ogg", MP3, "not what .ogg says"),
        ("hau/entrusted.pdf", b"<html>", "not what .pdf says"),
        ("hau/entrusted.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>", "a script"),
        ("hau/entrusted.png", b"GIF89a", "not what .png says"),
        ("hau/entrusted.txt", b"\xff\xfe", "not what .txt says"),
        ("hau/entrusted.txt", b"a\x00b", "not what .txt says"),
        ("hau/entrusted.txt", b" \n", "not what .txt says"),
        ("hau/entrusted.txt", b"a" * 64_001, "larger than 64000"),
    ],
)
def test_what_is_refused(source, staff, name, content, reason):  # noqa: F811
    taken = supplied.take(source({name: content}), staff["issa"])
    assert taken.notices == [] and len(taken.refused) == 1
    assert reason in taken.refused[0][1]
    assert not Notice.objects.exists() and not list(supplied.folder().glob("*/*"))


def test_another_file_than_the_manifest_names_or_a_link_is_refused(source, staff, tmp_path):  # noqa: F811
    folder = source({"hau/entrusted.mp3": MP3}, {"hau/entrusted.mp3": "0" * 64, "hau/held.mp3": "0" * 64})
    elsewhere = folder / "elsewhere.txt"
    elsewhere.write_bytes(b"Not of this folder.\n")
    os.symlink(elsewhere, folder / "hau" / "refused.txt")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["hau/refused.txt"] = hashlib.sha256(elsewhere.read_bytes()).hexdigest()
    manifest["files"]["../../etc/passwd"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    taken = supplied.take(folder, staff["issa"])
    assert taken.notices == [] and len(taken.refused) == 4


@pytest.mark.parametrize("said", [None, "[]", "{", '{"authority": "", "reference": "x", "files": {}}', "x" * 64_001])
def test_a_folder_without_a_good_manifest(tmp_path, staff, said):  # noqa: F811
    if said is not None:
        (tmp_path / "manifest.json").write_text(said)
    with pytest.raises(supplied.NoticesRefused):
        supplied.take(tmp_path, staff["issa"])


def test_a_later_file_takes_the_place_and_an_altered_one_is_not_shown(source, staff):  # noqa: F811
    supplied.take(source(GOOD), staff["issa"])
    later = {"ful/admitted.txt": b"Later.\n"}
    supplied.take(source(later), staff["issa"])
    row = Notice.objects.get(language="ful")
    assert supplied.content_of(row) == b"Later.\n"
    (supplied.folder() / "ful" / "admitted.txt").write_bytes(b"Pay 3000 francs.\n")
    assert supplied.content_of(row) is None


def test_the_command(source, staff, tmp_path, capsys):  # noqa: F811
    import argparse

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    source(GOOD)

    def call(*words):
        return command.run(parser.parse_args(words))

    assert call("manifest", str(tmp_path), "--authority", "Ministère", "--reference", "Décision 2/2026") == 0
    assert call("import", str(tmp_path), "--officer", "amina") == 2
    assert "no administrator" in capsys.readouterr().err
    assert call("import", str(tmp_path), "--officer", "issa") == 0
    assert call("list") == 0
    assert "hau/entrusted.mp3\tMinistère\tDécision 2/2026" in capsys.readouterr().out
    (tmp_path / "hau" / "entrusted.mp3").write_bytes(b"ID3")
    assert call("import", str(tmp_path), "--officer", "issa") == 1
