"""What the pages of the rules of travel say of codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = {
    "rules": gettext_lazy("Rules of travel"),
    "seasons": gettext_lazy("Seasons of herds"),
    "fees": gettext_lazy("Fees"),
    "blocs": gettext_lazy("Members of blocs"),
    "texts": gettext_lazy("Legal texts"),
}


def rule(code: str) -> str:
    """A rule that stood in the way of proposing or approving, and what to do."""
    return {
        "rules_version_unfit": _("A version is one to forty letters, digits, dots, hyphens and underscores."),
        "rules_in_force_already": _("These rules are in force already, word for word."),
        "rules_version_taken": _(
            "Another set bears this version: decisions name it. Give yours a version of its own in set.json."
        ),
        "rules_second_person": _("You proposed these rules: another person approves them."),
        "rules_decision_needed": _("Name the decision that puts these rules in service."),
        "rules_approved_already": _("These rules were approved already."),
        "post_not_known": _("This post is not declared here."),
        "post_nothing_changed": _("Nothing was changed."),
    }.get(code, code)
