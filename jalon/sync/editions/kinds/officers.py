"""Who serves at one post, in which role and when; no other post learns of them.

A one-time code given at the headquarters travels along as the salted hash that it is kept as: with it the officer
chooses a password at the post. Accounts are no facts about the world and follow no entry (`beside`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from jalon.journal.opening import Opened, entry_key
from jalon.staff import first_code
from jalon.staff.models import Account, FirstCode, Officer, Posting
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer
from jalon.sync.models import CodeTaken


def rows(offer: Offer) -> Iterable[Row]:
    postings = Posting.objects.filter(post=offer.audience).order_by("key")
    accounts = {account.officer: account for account in Account.objects.all()}
    codes = {code.account_id: code for code in FirstCode.objects.filter(expires_at__gt=timezone.now())}
    for officer in Officer.objects.filter(id__in=postings.values("officer")):
        row: Row = {"id": officer.id, "name": officer.name, "suspended": bool(officer.suspended)}
        row["postings"] = [
            [one.role, one.since.isoformat(), one.until.isoformat() if one.until else ""]
            for one in postings
            if one.officer == officer.id
        ]
        account = accounts.get(officer.id)
        if account is not None:
            row["username"] = account.username
            if account.pk in codes:
                code = codes[account.pk]
                until = code.expires_at.isoformat()
                row["code"] = [bytes(code.salt).hex(), bytes(code.hash).hex(), until]
        yield row


def apply(entry: Opened, file: Path, tables: str) -> None:
    """The postings are those of the edition, and no others; officers stay known by name."""
    Posting.objects.using(tables).all().delete()
    place = (entry.header.node, entry.epoch, entry.header.seq)
    made: list[Posting] = []
    for row in rows_of(file):
        facts = {"name": row["name"], "enrolled": entry.key, "suspended": entry.key if row["suspended"] else ""}
        Officer.objects.using(tables).update_or_create(id=row["id"], defaults=facts)
        for role, since, until in row["postings"]:
            made.append(
                Posting(
                    key=entry_key(*place, len(made)),
                    officer=row["id"],
                    post=entry.body["audience"],
                    role=role,
                    since=date.fromisoformat(since),
                    until=date.fromisoformat(until) if until else None,
                )
            )
    Posting.objects.using(tables).bulk_create(made)


def beside(_name: str, file: Path) -> None:
    """An account for each officer who has one at the headquarters, and the one-time codes given there, each once."""
    serving = set()
    for row in rows_of(file):
        if "username" not in row:
            continue
        serving.add(row["id"])
        account = _account(row["username"], row["id"])
        Account.objects.filter(pk=account.pk).update(is_active=not row["suspended"])
        if "code" in row:
            salt, hashed, until = row["code"]
            _take_code(account, bytes.fromhex(salt), bytes.fromhex(hashed), datetime.fromisoformat(until))
    Account.objects.exclude(officer__in=serving).update(is_active=False)


def _account(username: str, officer: str) -> Account:
    account = Account.objects.filter(officer=officer).first()
    if account is None:
        for other in Account.objects.filter(username=username):  # of somebody whom this machine enrolled by itself
            other.username, other.is_active = f"{username}.{other.officer}"[:60], False
            other.save()
        return Account.objects.create_account(username, None, officer)
    return account


def _take_code(account: Account, salt: bytes, hashed: bytes, until: datetime) -> None:
    """Once: a code that was used here is not given a second time by the next edition."""
    if CodeTaken.objects.get_or_create(hash=hashed.hex())[1]:
        first_code.replace(account, salt, hashed, until)


KIND = Kind("officers", lambda post: [Offer("officers", post)], rows, apply, beside=beside)
