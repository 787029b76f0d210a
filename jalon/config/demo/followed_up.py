"""What was promised and what became of it, for the headless demonstration: told on a machine of its own, while
travellers pass on others; and its evaluation computed once more, from the journal alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jalon.config.demo.machines import HEADQUARTERS, Machine, said


@contextmanager
def beside() -> Iterator[Future[dict[str, Any]]]:
    """Tell it while the block runs. Its result names posts, assets, assessments, recommendations, measures,
    progress_reports, and whether the evaluation, computed again, is the same to the byte (evaluated); asking for it
    raises MachineFailed where it could not be told."""
    with ThreadPoolExecutor(1) as one:
        yield one.submit(_told)


def _told() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="jalon-demo-") as folder:
        machine = Machine(Path(folder) / "headquarters", HEADQUARTERS, 0)
        found = said(machine.begin("alone"))
        found["evaluated"] = machine.command("evaluation", "check", str(found.pop("evaluation"))) == 0
        return found
