"""How parties, posts and what reports speak of are called, each looked up once for a page that names many."""

from __future__ import annotations

from jalon.cooperation import forums, indicator_facts
from jalon.cooperation.models import Recommendation
from jalon.posts.models import Post


class Called:
    """Made for one page, and thrown away with it."""

    def __init__(self) -> None:
        self._parties: dict[str, dict[str, str]] = {}
        self._posts: dict[str, str] | None = None
        self._indicators: dict[str, str] | None = None

    def party(self, code: str, forum: str) -> str:
        """A party's name; of a state's own, the state's."""
        if not forum:
            return forums.state_name(code)
        if forum not in self._parties:
            self._parties[forum] = {one.code: one.name for one in forums.parties(forum, also_left=True)}
        if not code:
            return self._parties[forum].setdefault("", forums.party_name("", forum))
        return self._parties[forum].get(code) or forums.state_name(code)

    def post(self, code: str) -> str:
        """The name of a post; its code where none is known."""
        if self._posts is None:
            self._posts = dict(Post.objects.values_list("code", "name"))
        return self._posts.get(code) or code

    def unit(self, recommendation: str) -> str:
        """The unit of the indicator by which a recommendation is known to be kept; "" where it has none."""
        if self._indicators is None:
            self._indicators = dict(Recommendation.objects.exclude(indicator="").values_list("key", "indicator"))
        return indicator_facts.unit(self._indicators.get(recommendation, ""))
