"""The files that pages bring along (styles, scripts, pictures): gathered and compressed when the doors open.

Each gets a name that carries a hash of its content, so that a browser keeps it for good and asks again only when the
program changed. Before they are gathered, as in a test of one view, pages name the files as they are.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PagesFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which does without its manifest where there is none."""

    def stored_name(self, name: str) -> str:
        known: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return known


def gather() -> None:
    """Gather the files into STATIC_ROOT, each beside its compressed form; nobody is asked.

    What an earlier version left there is removed first, but only where the manifest says that the folder is ours.
    """
    ours = (Path(settings.STATIC_ROOT) / PagesFiles.manifest_name).exists()
    call_command("collectstatic", interactive=False, verbosity=0, clear=ours)
