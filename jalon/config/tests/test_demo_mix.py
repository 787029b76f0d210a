"""The demonstration in a process of its own, as `make demo` runs it: everyone who crosses, and nobody lost."""

import json
import os
import subprocess
import sys


def test_everyone_who_crosses_is_in_the_demonstration(tmp_path):
    settings = {"JALON_HOME": str(tmp_path), "JALON_SIDECAR": str(tmp_path / "sidecar"), "JALON_TIER": "post"}
    command = [sys.executable, "-m", "jalon", "demo", "--headless", "--travellers", "250", "--home", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env={**os.environ, **settings})
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert (said["travellers"], said["lost"], said["chain_ok"]) == (250, 0, True)
    for name in ("admitted", "refused", "hits", "groups", "counted", "referrals", "held", "late"):
        assert said[name] > 0, name
    promised = ("posts", "assets", "assessments", "recommendations", "measures", "progress_reports", "evaluated")
    assert {name: said[name] for name in promised} == {
        "posts": 4,
        "assets": 13,
        "assessments": 6,
        "recommendations": 10,
        "measures": 5,
        "progress_reports": 10,
        "evaluated": True,
    }


def test_posts_send_over_lines_that_break_and_nothing_is_lost_or_doubled(tmp_path):
    said = ["--travellers", "16", "--posts", "2", "--cut-every", "2500", "--home", str(tmp_path)]
    command = [sys.executable, "-m", "jalon", "demo", "--headless", *said]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["travellers"] == 16 and said["received"] == said["recorded"] > 32
    assert (said["lost"], said["duplicated"], said["forks"]) == (0, 0, 0)
    assert said["posts"] == 2 and said["evaluated"] is True
    assert said["cuts"] > 0 and said["bytes_per_entry"] > 0
