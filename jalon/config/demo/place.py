"""The demonstration's post: Gogui on Mali's side, its officers, its lists. Made once; what is there stays."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from jalon.config import cast
from jalon.config.demo import lists
from jalon.config.demo.atlas import PASSWORD as PASSWORD
from jalon.config.preparing import prepare_node
from jalon.journal.keys import write_private
from jalon.staff.models import Account
from jalon.watchlists import editions
from jalon.watchlists.formats.guards import Guards
from jalon.watchlists.models import InService
from jalon.watchlists.rules import Rules

POST = "ML-GOG"
SEED = 7
TITLES = {
    "un_synthetic": "Nations Unies (liste de démonstration)",
    "sdn_synthetic": "SDN, OFAC (liste de démonstration)",
    "regional_synthetic": "Région (liste de démonstration)",
    "national_mli": "Mali (liste de démonstration)",
    "national_ner": "Niger (liste de démonstration)",
    "stolen_documents": "Documents volés ou perdus (liste de démonstration)",
}


def prepare(say: Callable[[str], None], today: date) -> dict[str, str]:
    """Keys, databases, posts, officers, lists. Returns username → officer id."""
    home = Path(settings.JALON_HOME)
    say("keys and databases")
    prepare_node(POST, _headquarters(home))
    officers = dict(Account.objects.values_list("username", "officer"))
    if not officers:
        say(f"{cast.declare_posts()} posts")
        officers = cast.enrol(POST, PASSWORD, date(2026, 1, 1))
        say(f"{len(officers)} officers")
    if not InService.objects.exists():
        put_lists_in_service(officers, say, today)
    return officers


def put_lists_in_service(officers: dict[str, str], say: Callable[[str], None], today: date) -> None:
    """A synthetic list in each format: Claire proposes, Issa approves."""
    # The files name those whom a post must not know; what a post may hold of them is all that stays.
    with TemporaryDirectory(prefix="jalon-lists-") as folder:
        lists.write(Path(folder), SEED, today)
        for name, (_, files) in lists.FILES.items():
            rules = Rules(title=TITLES[name])
            paths = [Path(folder) / file for file in files]
            proposal, parsed = editions.propose(
                name, paths, rules, officers["claire"], today, bounds=Guards(maximum_refused=5)
            )
            editions.approve(proposal.key, "décision de démonstration 1/2026", officers["issa"])
            say(f"list {name}: {parsed.counts['persons']} persons, {parsed.counts['documents']} documents")


def _headquarters(home: Path) -> bytes:
    """The public key of a headquarters. In the field its private half never stands at a post; the demonstration
    keeps it beside, in headquarters-demo.key, so that what was sealed can be opened again to show it."""
    path = home / "headquarters-demo.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, secrets.token_bytes(32))
    return X25519PrivateKey.from_private_bytes(path.read_bytes()).public_key().public_bytes_raw()
