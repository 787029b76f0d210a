"""What the terminal says of a page that was refused: one line. A traceback is for a fault of the program."""

from __future__ import annotations

import logging

FAULT = 500


class OneLine(logging.Filter):
    """Takes the traceback away from what is an answer (403, 404 and their like) and no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", FAULT) < FAULT:
            record.exc_info, record.exc_text = None, None
        return True
