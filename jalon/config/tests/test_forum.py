"""A forum and the headquarters that join it, over real sockets: what goes there, what comes back, what never does."""

import json
from pathlib import Path

import pytest

from jalon.sync.tests.two_nodes import Headquarters

WHO = "from jalon.staff.models import Account\nby = Account.objects.get(username='{}').officer\n"
ROWS = """
import json
from jalon.cooperation.models import {model}
print(json.dumps(list({model}.objects.order_by("key").values_list({fields}))))
"""


class Machine(Headquarters):
    """A machine of any tier, at a place of its own."""

    def __init__(self, folder: Path, tier: str, place: str) -> None:
        super().__init__(folder)
        self.place = place
        self.environment |= {"JALON_TIER": tier, "JALON_HOME": str(folder / tier)}
        self.environment |= {"JALON_SIDECAR": str(folder / "outside" / "head")}

    def prepare(self) -> None:
        self.jalon("node", "prepare", "--post", self.place)
        self.jalon("node", "officer", "--name", "Issa", "--username", "issa", "--role", "administrator")

    def do(self, code: str) -> str:
        return self.python(WHO.format("issa") + code)

    def rows(self, model: str, *fields: str) -> list[list[object]]:
        return list(json.loads(self.python(ROWS.format(model=model, fields=", ".join(map(repr, fields))))))

    def work(self) -> None:
        self.python(FOLLOW)

    def exchange(self) -> None:
        """With every forum, then let everything follow."""
        self.python(EXCHANGE + FOLLOW)


@pytest.fixture
def forum(tmp_path):
    machine = Machine(tmp_path / "forum", "forum", "FORUM")
    machine.prepare()
    machine.jalon("forum", "found", "--kind", "regional", "--name-fr", "Comité des directeurs", "--by", "issa")
    for party in ("MLI", "NER"):
        machine.jalon("forum", "seat", "--party", party, "--kind", "state", "--by", "issa")
    machine.serve()
    yield machine
    machine.stop()


def joined(forum: Machine, folder: Path, place: str, party: str) -> Machine:
    machine = Machine(folder, "headquarters", place)
    machine.prepare()
    code = forum.code(party)
    machine.jalon("forum", "join", "--address", forum.address, "--code", code, "--by", "issa")
    return machine


@pytest.mark.both
def test_promises_travel_between_a_forum_and_its_members(forum, tmp_path):
    mali = Machine(tmp_path / "mali", "headquarters", "ML-HQ")
    mali.prepare()
    said = mali.do(ON_THE_PAGE.format(address=forum.address, code=forum.code("MLI")))
    assert "200 True" in said and "302 False" in said  # a wrong code is told; the right one is taken
    niger = joined(forum, tmp_path / "niger", "NE-HQ", "NER")
    with pytest.raises(AssertionError, match="the code is for MLI; this headquarters is of NER"):
        niger.jalon("forum", "join", "--address", forum.address, "--code", forum.code("MLI"), "--by", "issa")

    # The forum adopts; its members hear of it as an edition.
    forum.do(ADOPTED)
    forum.work()
    mali.exchange()
    niger.exchange()
    ((key, number),) = mali.rows("Recommendation", "key", "number")
    assert number == "2.1" and niger.rows("Recommendation", "key") == [[key]]
    assert niger.rows("RecommendationFact", "what") == [["adopted"]]

    # Mali plans a measure and keeps at home what it touches; Niger hears of the measure alone.
    mali.do(PLANNED.format(key=key))
    mali.exchange()
    forum.work()
    niger.exchange()
    assert niger.rows("Measure", "owner", "assets", "gap") == [["MLI", [], ""]]
    assert niger.rows("MeasureFact", "what") == [] and mali.rows("MeasureFact", "what") == [["linked"]]
    # No forum learns which officer said it; whoever holds Mali's keys does.
    ((measure, told_by),) = forum.rows("Measure", "key", "by")
    assert told_by == "MLI"
    assert "issa" in mali.jalon("forum", "who", "--entry", str(measure))
    mali.exchange()  # what comes back is what it said
    assert len(mali.rows("Measure", "key")) == 1

    # Nobody speaks for another state, and a figure that the gate does not know stays.
    with pytest.raises(AssertionError, match="Denied"):
        mali.do(A_CROSSING)
    with pytest.raises(AssertionError, match="other_party"):
        mali.do(FOR_ANOTHER.format(key=key))
    mali.do(GATE_TAKEN_AWAY + FOR_ANOTHER.format(key=key) + AN_EVALUATION)
    mali.exchange()
    forum.work()
    # The forum sees the state that spoke, and at home stands which officer did.
    assert forum.rows("Measure", "owner", "by") == [["MLI", "MLI"]]
    assert mali.do(WHO_TOLD).strip() == "True"
    why = forum.python(WHY_PARKED)
    assert "speaks for its own party" in why and "evaluation.drawn_up is nothing that a member says" in why
    assert forum.rows("Evaluation", "key") == []


def test_a_stick_carries_to_a_forum_and_back(forum, tmp_path):
    mali = joined(forum, tmp_path / "mali", "ML-HQ", "MLI")
    id = forum.python("from jalon.journal.node import this_node\nprint(this_node().id)").strip()
    node = mali.python("from jalon.journal.node import this_node\nprint(this_node().id)").strip()
    forum.do(ADOPTED)
    forum.work()
    there, back = str(tmp_path / "there.stick"), str(tmp_path / "back.stick")
    forum.jalon("sync", "export", back, "--node", node)
    mali.jalon("sync", "import", back)
    ((key,),) = mali.rows("Recommendation", "key")
    mali.do(PLANNED.format(key=key))
    mali.jalon("sync", "export", there, "--node", id)
    assert "entries new" in forum.jalon("sync", "import", there)
    forum.jalon("sync", "import", there)
    forum.work()
    assert forum.rows("Measure", "owner") == [["MLI"]]
    forum.jalon("sync", "export", back, "--node", node)
    mali.jalon("sync", "import", back)
    assert ", 0 entries to carry" in mali.jalon("forum", "status")


def test_reports_of_three_weeks_without_a_line_take_their_place(forum, tmp_path):
    mali = joined(forum, tmp_path / "mali", "ML-HQ", "MLI")
    forum.do(ADOPTED)
    forum.work()
    mali.exchange()
    forum.python(THREE_WEEKS_AGO)
    assert forum.python(SILENT).strip() == "[('MLI', 22)]"
    mali.do(REPORTED)
    assert "2 entries to carry" in mali.jalon("forum", "status") and forum.rows("Progress", "key") == []
    mali.exchange()
    forum.work()
    assert forum.python(SILENT).strip() == "[]"
    assert forum.python(AS_TOLD).split() == ["under_way", "blocked"]


def test_what_becomes_of_a_forum_and_of_a_member_is_dated_and_history_stays(forum, tmp_path):
    mali = joined(forum, tmp_path / "mali", "ML-HQ", "MLI")
    niger = joined(forum, tmp_path / "niger", "NE-HQ", "NER")
    forum.do(ADOPTED)
    forum.work()
    mali.exchange()
    address = forum.address.replace("127.0.0.1", "localhost")
    forum.do(RENAMED_AND_MOVED.format(address=address))
    forum.work()
    mali.exchange()
    mali.exchange()
    assert "Conférence des directeurs" in mali.jalon("forum", "status")
    assert "//localhost:" not in mali.python(PEER)  # it could send its members anywhere: an administrator confirms
    assert "jalon forum go" in mali.jalon("forum", "status")
    moved = mali.python(PEER).split()[0]
    mali.jalon("forum", "go", "--forum", moved, "--address", address, "--by", "issa")
    assert "//localhost:" in mali.python(PEER)
    mali.exchange()
    niger.exchange()
    id = niger.python(PEER).split()[0]
    niger.jalon("forum", "leave", "--forum", id, "--why", "par décision du gouvernement", "--by", "issa")
    niger.exchange()
    forum.work()
    assert ["left", "NER"] in forum.rows("PartyFact", "what", "code")
    assert len(niger.rows("Recommendation", "key")) == 1
    forum.do(DISSOLVED)
    forum.work()
    mali.exchange()
    assert PEER_LEFT in mali.python(PEER)
    assert len(mali.rows("Recommendation", "key")) == 1


PEER = "from jalon.journal.models import Peer\none = Peer.objects.get()\nprint(one.id, one.address, one.left_why)"
PEER_LEFT = "the forum ended"
AN_EVALUATION = """
from jalon.journal.peers import joined, tell_forum
peer = joined()[0].id
facts = {"since": "2026-05-01", "until": "2026-11-01", "scope": {"forum": peer}, "counted_to": 3, "digest": "aa" * 32}
tell_forum(peer, [("evaluation.drawn_up", {"forum": peer, "party": "MLI", **facts})], by)
"""
WHO_TOLD = """
from jalon.cooperation.models import Measure
from jalon.journal.peers import who_told
print(who_told(Measure.objects.get(owner="MLI", party="MLI").key) == by)
"""
GATE_TAKEN_AWAY = "from django.conf import settings\nsettings.JALON_LEAVING = 'builtins.print'\n"
ADOPTED = """
from datetime import date
from jalon.cooperation import recommendations
from jalon.journal.node import this_node
facts = {"number": "2.1", "level": "post", "theme": "equipment", "source": "meeting", "binds": ["MLI"],
         "proof": "deliverable", "deliverable": {"fr": "un lecteur à chaque poste"}, "due": date(2026, 10, 31)}
key = recommendations.put(facts, {"fr": "Équiper chaque poste d'un lecteur"}, this_node().id, by, "")
recommendations.adopt(key, date.today(), "", by)
"""
PLANNED = """
from jalon.cooperation.models import Measure, Recommendation
from jalon.cooperation.saying import said, say
forum = Recommendation.objects.get(key="{key}").forum
facts = {{"recommendation": "{key}", "title": {{"fr": "Acheter un lecteur"}}, "level": "post", "owner": "MLI",
          "gap": "asset:a.b.1", "assets": ["a.b.1"], "posts": ["ML-GOG"]}}
say([("measure.planned", said("measure.planned", Measure, facts, forum=forum))], by, forum)
"""
FOR_ANOTHER = PLANNED.replace("forum=forum))", 'forum=forum, party="NER"))').replace(
    '"gap": "asset:a.b.1", "assets": ["a.b.1"], ', ""
)
FOLLOW = """
from jalon.config import working
while working.step():
    pass
"""
EXCHANGE = """
from jalon.sync import above, session
for one in above.everybody():
    summary = session.synchronise(above=one)
    assert summary.whole and not summary.problems, summary
"""
THREE_WEEKS_AGO = """
from jalon.sync.models import Contact
for contact in Contact.objects.all():
    contact.at -= 22 * 86_400_000
    contact.save()
"""
SILENT = """
from datetime import date
from jalon.cooperation import silence
from jalon.journal.node import this_node
print([(one.party, one.days) for one in silence.unheard(this_node().id, date.today())])
"""
AS_TOLD = """
from jalon.cooperation.models import Progress
for one in Progress.objects.order_by("as_of"):
    print(one.state)
"""
REPORTED = """
from datetime import date, timedelta
from jalon.cooperation import progress
from jalon.cooperation.models import Recommendation
key = Recommendation.objects.get().key
for days, state in ((10, "under_way"), (1, "blocked")):
    said = progress.Report(date.today() - timedelta(days), state, {"fr": f"il y a {days} jours"}, note="le registre")
    progress.report(key, said, by, "MLI")
"""
ON_THE_PAGE = """
from django.conf import settings
from django.test import Client
from jalon.staff.models import Account
settings.ALLOWED_HOSTS = ["*"]
issa = Client()
issa.force_login(Account.objects.get(username="issa"), backend="django.contrib.auth.backends.ModelBackend")
for code in ("0000-0000-0000-0000-0000-0000", "{code}"):
    sent = {{"act": "join", "join-address": "{address}", "join-code": code}}
    answer = issa.post("/promises/joined/", sent)
    print(answer.status_code, "another" in answer.content.decode() or "autre" in answer.content.decode())
assert issa.get("/promises/joined/").status_code == 200
"""
WHY_PARKED = "from jalon.journal.models import Parked\nprint(list(Parked.objects.values_list('reason', flat=True)))"
A_CROSSING = """
from jalon.cooperation.models import Recommendation
from jalon.journal.peers import tell_forum
tell_forum(Recommendation.objects.get().forum, [("officer.enrolled", {"officer": "x", "name": "y"})], by)
"""
DISSOLVED = """
from datetime import date
from jalon.cooperation import forums
from jalon.journal.node import this_node
forums.dissolve(this_node().id, date.today(), by)
"""
RENAMED_AND_MOVED = """
from datetime import date
from jalon.cooperation import forums
from jalon.journal.node import this_node
forums.rename(this_node().id, {{"fr": "Conférence des directeurs"}}, date.today(), by)
forums.move(this_node().id, "NER", "{address}", date.today(), by)
"""
