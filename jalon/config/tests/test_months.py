"""The demonstration's months: how much of the hours is told, and days that a simulated post lives through."""

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.config.demo import clock, months
from jalon.config.demo.months import CLOSES, ENROLS, OPENS, THIRTY, LivedPost, Season, last_heard

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("hour", [0.5, 3, 6.7, 9, 13, 17, 21, 23.5])
def test_the_same_share_of_the_hours_is_told_whenever_it_is_opened(hour, monkeypatch):
    monkeypatch.setattr(months, "_hour_now", lambda: hour)
    day, until = last_heard(0.62, whole=2, posts=4, enrolled=7)
    assert 5 < day < 20 and OPENS < until < OPENS + 25
    window = (THIRTY - 1) * 24 + hour
    missing = 2 * (1 if OPENS + 0.6 < hour < CLOSES else (hour - CLOSES) % 24)
    told = 2 * window - missing + (THIRTY - 1 - day) * 24 + until
    assert told / (4 * window + 7 * 24 + hour - ENROLS) == pytest.approx(0.62, abs=0.001)


def test_a_post_lives_through_its_days(node):
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    first = TODAY - timedelta(days=4)
    post = LivedPost(key, 1, Season("ML-GOG", 12, reader=((3, 1),)), first)
    for ago in (4, 3, 2):
        day = TODAY - timedelta(days=ago)
        before, written = post.written, len(post.held())
        assert post.live(day, ago) > 5 and post.written > before
        headers = [entry.header for entry in post.held()[written:]]
        walls = [header.wall for header in headers]
        assert walls == sorted(walls) and clock.moment(day, OPENS) <= walls[0]
        # Until the last hour, so that it is counted as told; the shift and its leader's are closed.
        assert clock.moment(day, CLOSES) - 4 * 60_000 < walls[-1] < clock.moment(day, CLOSES) + 30 * 60_000
        assert [header.verb for header in headers].count("shift.closed") == 2
        assert post.looks == (months.BY_HAND if ago == 4 else months.BY_READER)
    kinds = {next(post._travellers).kind for _ in range(300)}
    assert "wanted" not in kinds and "clean" in kinds
