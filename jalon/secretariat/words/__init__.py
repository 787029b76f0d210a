"""What the pages of cooperation say of codes: a file for each family, each with a table NOT_ALLOWED of refusals."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from jalon.cooperation.saying import NotAllowed
from jalon.secretariat.words import fields, figures, forums, measures, meetings, progress, recommendations, room

# Family by family; the codes of all are one space.
NOT_ALLOWED = {
    **forums.NOT_ALLOWED,
    **meetings.NOT_ALLOWED,
    **room.NOT_ALLOWED,
    **recommendations.NOT_ALLOWED,
    **measures.NOT_ALLOWED,
    **progress.NOT_ALLOWED,
    **figures.NOT_ALLOWED,
}


def not_allowed(rule: NotAllowed) -> str:
    """Why something was not recorded, and what to do, in the language that is set."""
    said = NOT_ALLOWED.get(rule.code)
    if said is None:
        return _("This is not possible here (%(code)s). Nothing was recorded.") % {"code": rule.code}
    facts = {name: progress.day(fact) if isinstance(fact, date) else fact for name, fact in rule.facts.items()}
    if "field" in facts:
        facts["field"] = fields.FIELDS.get(facts["field"], facts["field"])
    return str(said) % facts if facts else str(said)
