"""Machine readable zones of travel documents: the front door of the library.

>>> from jalon.documents.mrz import read
>>> reading = read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
>>> reading.valid, reading.document.primary_identifier
(True, 'ERIKSSON')
"""

from __future__ import annotations

from jalon.documents.dates import CENTURY, Century
from jalon.documents.document import Document
from jalon.documents.problems import Problem, Repair
from jalon.documents.reading import Reading, read
from jalon.documents.validity import Validity, validity
from jalon.documents.writing import CannotWrite, write

__all__ = [
    "CENTURY",
    "CannotWrite",
    "Century",
    "Document",
    "Problem",
    "Reading",
    "Repair",
    "Validity",
    "read",
    "validity",
    "write",
]
