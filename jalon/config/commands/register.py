"""Check a daily register against its signature: the file, what its last page states, the rows inside it.

  jalon register check register.pdf                    beside it: register.pdf.sig
  jalon register check register.pdf --node 5f3a…       the node's id as headquarters knows it

Exit status: 0 when everything that could be checked is in order, 1 when something is not, 2 when a file is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUMMARY = "check a daily register against its signature"
LANGUAGES = ("fr", "en", "ar")
MISSING = 2
LARGEST = 100 * 1024 * 1024  # bytes of a file, and of what is unpacked from it
EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile")

WORDS: dict[str, dict[bool, dict[str, str]]] = {
    "node": {
        True: {
            "fr": "Le poste qui signe est le nœud {node} : sa clé porte ce nom.",
            "en": "The signing machine is node {node}: its key bears that name.",
            "ar": "الجهاز الموقِّع هو العقدة {node}: مفتاحه يحمل هذا الاسم.",
        },
        False: {
            "fr": "La clé de la signature n’est PAS celle du nœud {node}.",
            "en": "The key of the signature is NOT that of node {node}.",
            "ar": "مفتاح التوقيع ليس مفتاح العقدة {node}.",
        },
    },
    "file": {
        True: {
            "fr": "Le fichier est celui qui a été signé, octet pour octet.",
            "en": "The file is the one that was signed, byte for byte.",
            "ar": "الملف هو الذي وُقِّع، بايتًا بايتًا.",
        },
        False: {
            "fr": "Le fichier n’est PAS celui qui a été signé : il a été modifié, ou ce n’est pas sa signature.",
            "en": "The file is NOT the one that was signed: it was altered, or this is not its signature.",
            "ar": "الملف ليس الذي وُقِّع: عُدِّل، أو ليس هذا توقيعه.",
        },
    },
    "statement": {
        True: {
            "fr": "La déclaration de la dernière page est signée ({rows} passages, tête du journal {head}).",
            "en": "The statement of the last page is signed ({rows} passages, head of the journal {head}).",
            "ar": "بيان الصفحة الأخيرة موقَّع (العبور: {rows}، رأس السجل {head}).",
        },
        False: {
            "fr": "La déclaration de la dernière page n’est PAS signée par cette clé.",
            "en": "The statement of the last page is NOT signed by this key.",
            "ar": "بيان الصفحة الأخيرة ليس موقَّعًا بهذا المفتاح.",
        },
    },
    "rows": {
        True: {
            "fr": "Les lignes contenues dans le fichier ont l’empreinte déclarée.",
            "en": "The rows inside the file have the digest that is stated.",
            "ar": "لأسطر الملف البصمةُ المعلنة.",
        },
        False: {
            "fr": "Les lignes contenues dans le fichier n’ont PAS l’empreinte déclarée, ou manquent.",
            "en": "The rows inside the file do NOT have the digest that is stated, or are missing.",
            "ar": "ليست لأسطر الملف البصمة المعلنة، أو هي مفقودة.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked, and whether it is in order."""

    code: str
    good: bool
    parameters: dict[str, Any]

    def sentence(self, language: str) -> str:
        return WORDS[self.code][self.good][language].format(**self.parameters)


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="check")
    checking = acts.add_parser("check", help=SUMMARY)
    checking.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    checking.add_argument("--signature", type=Path, metavar="FILE", help="default: the file's name with .sig after it")
    checking.add_argument("--node", metavar="ID", help="the node that should have signed, as headquarters knows it")
    checking.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (default: en)")


def run(options: argparse.Namespace) -> int:
    beside = options.signature or options.file.with_name(f"{options.file.name}.sig")
    try:
        if max(options.file.stat().st_size, beside.stat().st_size) > LARGEST:
            print("jalon register: the file is too large to be a register.", file=sys.stderr)
            return MISSING
        found = check(options.file.read_bytes(), beside.read_bytes(), options.node)
    except OSError as missing:
        print(f"jalon register: {missing.filename}: {missing.strerror}.", file=sys.stderr)
        return MISSING
    except (ValueError, KeyError, TypeError):
        print(f"jalon register: {beside} is no signature of a register.", file=sys.stderr)
        return MISSING
    for one in found:
        print(f"{'✓' if one.good else '✗'} {one.sentence(options.language)}")
    return 0 if all(one.good for one in found) else 1


def check(file: bytes, signature: bytes, node: str | None = None) -> list[Checked]:
    """What can be told of a file and its signature: the node, the file, the statement, the rows. Raises ValueError or
    KeyError where the signature is none."""
    import rfc8785

    from jalon.crossings.statements import FILE, STATEMENT
    from jalon.journal.keys import node_id

    said = json.loads(signature)
    key = bytes.fromhex(said["public_key"])
    digest = hashlib.sha256(file).digest()
    statement = said["statement"]
    own = node_id(key) == said["node"] == statement["node"] and (node or said["node"]) == said["node"]
    whole = digest.hex() == said["sha256"] and signed(key, said["signature"], FILE + digest)
    stated = signed(key, said["statement_signature"], STATEMENT + rfc8785.dumps(statement))
    agree = any(hashlib.sha256(one).hexdigest() == statement["digest"] for one in inside(file))
    return [
        Checked("node", own, {"node": node or said["node"]}),
        Checked("file", whole, {}),
        Checked("statement", stated, {"rows": statement["rows"], "head": statement["head"]}),
        Checked("rows", agree, {}),
    ]


def signed(key: bytes, signature: str, statement: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature), statement)
    except InvalidSignature:
        return False
    return True


def inside(file: bytes) -> list[bytes]:
    """The files that a PDF of ours carries. What is no such file, or cannot be unpacked, is passed over."""
    found = []
    for mark in EMBEDDED.finditer(file):
        start = file.find(b"stream", mark.end())
        end = file.find(b"endstream", start)
        if start < 0 or end < 0 or start - mark.end() > 4096:
            continue
        packed = file[start + len(b"stream") : end].lstrip(b"\r\n")
        unpacking = zlib.decompressobj()
        try:
            found.append(unpacking.decompress(packed, LARGEST))
        except zlib.error:
            found.append(packed.rstrip(b"\r\n"))
    return found
