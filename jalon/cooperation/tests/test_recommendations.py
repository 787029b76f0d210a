"""Recommendations: only what was adopted binds, nothing disappears, and no chain of merges comes back to itself."""

from datetime import date

import pytest

from jalon.cooperation import challenges, forums, recommendations, standing
from jalon.cooperation.models import RecommendationText
from jalon.cooperation.saying import NotAllowed

DALIA = "2fff08d3"
NOUAKCHOTT, BAMAKO = date(2026, 3, 2), date(2026, 10, 5)
WORDS = {"fr": "Équiper chaque poste d’un lecteur", "en": "Give each post a reader", "ar": "تجهيز كل مركز بقارئ"}
FACTS = {
    "number": "2.1",
    "meeting": "nouakchott",
    "level": "post",
    "theme": "equipment",
    "binds": ["MLI"],
    "due": date(2026, 9, 30),
    "proof": "deliverable",
    "deliverable": {"fr": "Un procès-verbal de réception par poste"},
}


@pytest.fixture
def forum(forum):
    """This machine hosts a forum in which two states sit."""
    forums.found({"fr": "Comité"}, "regional", date(2026, 1, 1), DALIA)
    for code in ("MLI", "NER"):
        forums.add_party(forum, code, "state", {}, date(2026, 1, 1), DALIA)
    return forum


def put(forum, number="2.1", **facts):
    return recommendations.put(FACTS | {"number": number} | facts, WORDS, forum, DALIA)


def adopted(forum, number="2.1", **facts):
    key = put(forum, number, **facts)
    recommendations.adopt(key, NOUAKCHOTT, "nouakchott", DALIA)
    return key


REFUSED = {
    "no_number_given": {"number": "  "},
    "no_level": {"level": "galactic"},
    "no_theme": {"theme": "war"},
    "no_source": {"source": "rumour"},
    "binds_a_stranger": {"binds": ["MLI", "FRA"]},
    "no_proof": {"proof": ""},
    "no_deliverable": {"deliverable": {"fr": "  "}},
    "no_agreed_answer": {"proof": "question", "question": {"fr": "Est-ce fait ?"}},
    "no_target": {"proof": "indicator", "indicator": "reported_share"},
    "no_such_indicator": {"proof": "indicator", "indicator": "happiness", "target": 1},
    "described_only": {"proof": "indicator", "indicator": "refused", "target": 10},
    "no_number": {"proof": "indicator", "indicator": "reported_share", "target": float("nan")},
}


def test_what_cannot_be_put(forum):
    for code, facts in REFUSED.items():
        with pytest.raises(NotAllowed) as rule:
            put(forum, **facts) if "number" in facts else put(forum, "9.9", **facts)
        assert rule.value.code == code, facts
    assert standing.standing(forum) == []


def test_a_recommendation_is_put_with_its_words_in_one_entry(forum):
    key = put(forum)
    here = standing.one(key)
    assert (here.state, here.binding, here.texts["ar"], here.versions) == ("proposed", False, WORDS["ar"], 1)
    for meeting in ("nouakchott", "bamako"):
        with pytest.raises(NotAllowed, match="number_taken"):
            put(forum, meeting=meeting)
    assert put(forum, meeting="niamey", source="earlier")  # meetings before Jalon each began with 1
    recommendations.word(key, WORDS | {"en": "Give each road post a reader"}, "", DALIA)
    assert standing.one(key).texts["en"] == "Give each road post a reader"
    assert RecommendationText.objects.filter(recommendation=key).count() == 2


# how it stands -> what may become of it; all else is refused
MOVES = ("adopt", "not_adopt", "merge", "replace", "withdraw", "close", "extend")
MAY = {
    "proposed": {"adopt", "not_adopt", "merge", "replace", "withdraw"},
    "adopted": {"merge", "replace", "withdraw", "close", "extend"},
    "not_adopted": {"adopt"},
    "withdrawn": {"adopt"},
    "closed": {"adopt"},
    "merged": set(),
    "replaced": set(),
}


def move(what, key, other):
    acts = recommendations
    {
        "adopt": lambda: acts.adopt(key, NOUAKCHOTT, "nouakchott", DALIA),
        "not_adopt": lambda: acts.not_adopt(key, NOUAKCHOTT, "nouakchott", DALIA),
        "merge": lambda: acts.merge([key], other, BAMAKO, DALIA),
        "replace": lambda: acts.replace(key, other, BAMAKO, DALIA),
        "withdraw": lambda: acts.withdraw(key, BAMAKO, "no longer needed", DALIA),
        "close": lambda: acts.close(key, BAMAKO, "every post has one", DALIA),
        "extend": lambda: acts.extend(key, date(2027, 3, 1), BAMAKO, "customs held the readers", DALIA),
    }[what]()


def test_what_may_become_of_it(forum):
    other = adopted(forum, "1.0")
    ways = {
        "proposed": [],
        "adopted": ["adopt"],
        "not_adopted": ["not_adopt"],
        "withdrawn": ["withdraw"],
        "closed": ["adopt", "close"],
        "merged": ["merge"],
        "replaced": ["replace"],
    }
    for row, (state, way) in enumerate(ways.items()):
        for column, what in enumerate(MOVES):
            key = put(forum, f"{row}.{column + 10}")
            for step in way:
                move(step, key, other)
            assert standing.one(key).state == state
            try:
                move(what, key, other)
            except NotAllowed as rule:
                assert (rule.code, what in MAY[state]) == ("not_from_there", False), (state, what)
            else:
                assert what in MAY[state], (state, what)


@pytest.mark.both
def test_a_merged_one_leads_to_the_other_and_no_chain_comes_back(forum):
    first, second, third = (adopted(forum, number) for number in ("1", "2", "3"))
    recommendations.merge([first], second, BAMAKO, DALIA, note="the same thing")
    recommendations.replace(second, third, BAMAKO, DALIA)
    for key, into, code in (
        (third, first, "not_standing"),
        (third, third, "into_itself"),
        (third, put(forum, "4"), "adopted_into_proposed"),
        (third, recommendations.put(FACTS | {"number": "1"}, WORDS, "", DALIA), "of_another_forum"),
    ):
        with pytest.raises(NotAllowed, match=code):
            recommendations.merge([key], into, BAMAKO, DALIA)
    stands = standing.numbers(standing.standing(forum))
    assert [stands[key].leads_to for key in (first, second, third)] == [third, third, ""]
    assert stands[third].came_from == (second,)
    told = [(step.what, step.about) for step in standing.story(third)]
    assert told.count(("merged", first)) == 1
    assert [step.about for step in standing.story(third) if step.what == "put"] == [first, second, third]


def test_a_promise_stands_as_it_did_on_a_day_and_at_a_position(forum):
    key = adopted(forum)
    then = standing.one(key).position
    before = standing.RecommendationFact.objects.get(recommendation=key).position
    recommendations.extend(key, date(2026, 12, 31), BAMAKO, "customs held the readers", DALIA)
    recommendations.judge(key, "on_the_way", BAMAKO, "three posts of five", "bamako", DALIA)
    cases = {
        date(2026, 2, 1): ("proposed", date(2026, 9, 30), False, None),
        date(2026, 9, 30): ("adopted", date(2026, 9, 30), False, None),
        date(2026, 10, 1): ("adopted", date(2026, 9, 30), True, None),
        BAMAKO: ("adopted", date(2026, 12, 31), False, "on_the_way"),
        date(2027, 1, 1): ("adopted", date(2026, 12, 31), True, "on_the_way"),
    }
    for day, expected in cases.items():
        here = standing.one(key, on=day)
        judged = here.judgement.verdict if here.judgement else None
        assert (here.state, here.due, here.late, judged) == expected, day
    assert standing.one(key, at=then).state == "proposed"
    assert standing.one(key, at=before).due == date(2026, 9, 30)


def test_who_judges_and_who_adopts(forum):
    key = put(forum)
    judging = (BAMAKO, "three posts of five", "bamako", DALIA)
    with pytest.raises(NotAllowed, match="judged_before_adopted"):
        recommendations.judge(key, "kept", *judging)
    recommendations.adopt(key, NOUAKCHOTT, "nouakchott", DALIA)
    with pytest.raises(NotAllowed, match="judges_itself"):
        recommendations.judge(key, "kept", *judging, party="MLI")
    recommendations.judge(key, "not_kept", *judging, party="NER")
    assert standing.one(key).judgement is None and [one.party for one in standing.judgements(key)] == ["NER"]
    with pytest.raises(NotAllowed, match="of_the_host_alone"):
        recommendations.put(FACTS, WORDS, "0123456789abcdef", DALIA)
    for fault, facts in (("binds_nobody", {"binds": []}), ("no_date", {"due": None})):
        with pytest.raises(NotAllowed, match=fault):
            recommendations.adopt(put(forum, fault[:9], **facts), NOUAKCHOTT, "", DALIA)


@pytest.mark.both
def test_a_challenge_blocks_until_it_is_overcome(forum):
    key = adopted(forum)
    title = {"title": {"fr": "Douane"}, "level": "national", "blocks": [key]}
    with pytest.raises(NotAllowed, match="blocks_nothing_known"):
        challenges.name(title | {"blocks": ["x"]}, DALIA, forum)
    challenge = challenges.name(title, DALIA, forum)
    assert standing.one(key).blocked_by == (challenge,)
    challenges.overcome(challenge, BAMAKO, "an exemption was signed", DALIA)
    assert (standing.one(key).blocked_by, standing.one(key, on=NOUAKCHOTT).blocked_by) == ((), (challenge,))
    challenges.back(challenge, BAMAKO, "the exemption ended", DALIA)
    challenges.blocks(challenge, [], BAMAKO, DALIA)
    assert standing.one(key).blocked_by == ()
    assert [step.what for step in standing.story(key)][-4:] == ["challenge", *["challenge_told"] * 3]
