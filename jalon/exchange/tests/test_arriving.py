"""What another machine may say here: verb by verb, at a forum and at a headquarters."""

import pytest

from jalon.cooperation.verbs import VERBS
from jalon.exchange.arriving import refused
from jalon.exchange.lines import LEAVES
from jalon.journal.node import this_node
from jalon.journal.verbs import table


@pytest.mark.parametrize("verb", sorted(table()))
def test_a_forum_takes_what_may_leave_for_it_and_nothing_else(node, settings, verb):
    settings.JALON_TIER = "forum"
    assert bool(refused(verb, {"forum": this_node().id})) == (verb not in LEAVES)
    assert refused(verb, {"forum": "nowhere"}) and refused(verb, {})


def test_a_post_tells_its_headquarters_two_verbs_of_cooperation(node, settings):
    settings.JALON_TIER = "headquarters"
    of_cooperation = {verb.name for verb in VERBS}
    taken = {verb for verb in table() if not refused(verb, {})}
    assert taken & of_cooperation == {"progress.reported", "survey.answered"}
    assert table().keys() - of_cooperation <= taken
