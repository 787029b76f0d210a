"""A real node for every test: its own folder, keys, databases; prepared once and copied."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from jalon.config.trial_home import FOLDER as HOME

# A machine that is busy draws slowly; that says nothing about the program.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def prepared(django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """A prepared node, kept aside as a template."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from django.conf import settings
    from django.db import connections

    from jalon.config.preparing import prepare_node

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash would slow each test
    with django_db_blocker.unblock():
        opening = X25519PrivateKey.generate()
        (HOME / "headquarters.key").write_bytes(opening.private_bytes_raw())
        above = opening.public_key().public_bytes_raw() if settings.JALON_TIER == "post" else None
        prepare_node("ML-GOG", above)
        connections.close_all()
        shutil.copytree(HOME / "node", HOME / "template")
        yield HOME / "template"
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _language_as_set() -> None:
    """A page that another test opened leaves its language behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def node(prepared: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """A fresh node: an empty journal, empty tables, real files. Its folder."""
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connections

    from jalon.journal import node as journal_node
    from jalon.watchlists import lookup

    with django_db_blocker.unblock():
        connections.close_all()
        if connections["default"].vendor == "postgresql":
            _fresh_postgresql(settings.DATABASES)
        home = Path(settings.JALON_HOME)
        _remove(home)
        _remove(HOME / "sidecar")
        shutil.copytree(prepared, home)
        journal_node._node.cache_clear()
        lookup._loaded.clear()
        cache.clear()
        yield home
        connections.close_all()


def _remove(folder: Path) -> None:
    """A server of the test before may still be closing its files: a second try finds them gone."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{folder} is still in use")


_template_made = False


def _fresh_postgresql(databases: dict) -> None:
    """A copy of the migrated database; the first call puts it aside as the template."""
    import psycopg

    global _template_made
    facts = databases["default"]
    name = facts["NAME"]
    where = {"user": facts["USER"], "password": facts["PASSWORD"], "host": facts["HOST"], "port": facts["PORT"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
        if not _template_made:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_template" WITH (FORCE)')
            connection.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_template"')
            _template_made = True
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_template"')
