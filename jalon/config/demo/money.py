"""Fees in the demonstration: an invented rule, receipts, one cancelled, the cash counted and closed by two."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from random import Random

from jalon.cash import day, receipts
from jalon.cash.due import due_of
from jalon.cash.models import Receipt
from jalon.config.demo.place import PASSWORD, POST
from jalon.config.demo.traffic import Officer
from jalon.crossings import rule_sets
from jalon.crossings.models import Inspection
from jalon.crossings.particulars import as_corrected
from jalon.posts.models import Post
from jalon.regimes.rules import DATA
from jalon.staff.models import Account

INVENTED_TEXT = {
    "code": "demonstration-fee",
    "names": {
        "fr": "Texte inventé pour la démonstration",
        "en": "Text invented for the demonstration",
        "ar": "نص مُختلق للعرض",
    },
    "sources": ["https://example.org/"],
}
INVENTED_FEE = {
    "code": "demonstration-visa",
    "what": "visa",
    "state": ["MLI"],
    "nationality": "third",
    "amount": 25000,
    "currency": "XOF",
    "charged": "person",
    "from": "2025-01-01",
    "text": "demonstration-fee",
    "sentence": {
        "fr": "Visa de 30 jours : 25 000 francs CFA (exemple inventé).",
        "en": "Visa of 30 days: 25,000 CFA francs (invented example).",
        "ar": "تأشيرة 30 يومًا: 25000 فرنك أفريقي (مثال مُختلق).",
    },
}


def invent_a_fee() -> None:
    """The sample of rules asks nothing at a Malian post: the demonstration's own set asks one fee more. Issa proposes
    it, Claire puts it in service."""
    if rule_sets.edition_in_force() is not None:
        return
    sample = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (DATA / "sample").glob("*.json")}
    sample["texts.json"].append(INVENTED_TEXT)
    sample["fees.json"].append(INVENTED_FEE)
    sample["set.json"]["version"] = "demonstration"
    files = {name: json.dumps(rows, ensure_ascii=False).encode() for name, rows in sample.items()}
    officers = dict(Account.objects.values_list("username", "officer"))
    proposed = rule_sets.propose(files, officers["issa"])
    rule_sets.put_in_service(proposed.key, "décision de démonstration 2/2026", officers["claire"])


def some(random: Random, today: date, amina: Officer, bakary: Officer) -> Counter[str]:
    """Take what is due of those who were admitted in the open shifts, cancel one, close the cash. Counts receipts,
    cancelled, closings."""
    invent_a_fee()
    counted: Counter[str] = Counter()
    post = Post.objects.get(code=POST)
    for passage in Inspection.objects.filter(state="admitted").order_by("position"):
        nationality = (as_corrected(passage) or {}).get("nationality") or ""
        owed, _nothing = due_of(nationality, post, today)
        if not owed or receipts.receipts_of(passage):
            continue
        name = random.choice(("", "au nom du voyageur"))
        officer = amina if random.random() < 0.7 else bakary
        address = f"/cash/fee/?nationality={nationality}"
        before = Receipt.objects.count()
        officer.browser.post(address, {"fee": owed[0].code, "units": "1", "name": name})
        counted["receipts"] += Receipt.objects.count() - before
    last = Receipt.objects.filter(state=Receipt.STANDS, closing="").order_by("-at").first()
    if last is not None and counted["receipts"] > 1:
        address = f"/cash/receipt/{last.key}/cancel/"
        amina.browser.post(address, {"answer": "ask", "reason": "taken_twice"})
        bakary.browser.post(address, {"answer": "agree"})
        counted["cancelled"] += 1
    said: dict[str, str] = {}
    for currency, line in day.in_the_drawer().items():
        said |= {f"counted_{currency}": str(line["expected"]), f"left_{currency}": "0", f"reason_{currency}": ""}
    amina.browser.post("/cash/count/", said)
    waiting = day.waiting()
    if waiting is not None:
        second = {"username": "bakary", "password": PASSWORD, "code": ""}
        amina.browser.post(f"/cash/closing/{waiting.key}/", second)
        counted["closings"] += day.waiting() is None
    return counted
