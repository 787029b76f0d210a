"""The table of rules: every situation that this program tells of. A new one is one file and one line."""

from jalon.alerts.rules import (
    chain_does_not_verify,
    clock_off,
    confirmed_hit,
    document_too_soon,
    entries_held,
    hold_runs_out,
    list_not_refreshed,
    plate_seen,
    plate_too_soon,
    post_silent,
    promise_overdue,
    referral_not_accepted,
    surge,
)
from jalon.alerts.situation import Rule

RULES: dict[str, Rule] = {
    "confirmed_hit": confirmed_hit.RULE,
    "hold_runs_out": hold_runs_out.RULE,
    "referral_not_accepted": referral_not_accepted.RULE,
    "post_silent": post_silent.RULE,
    "surge": surge.RULE,
    "document_too_soon": document_too_soon.RULE,
    "plate_too_soon": plate_too_soon.RULE,
    "plate_seen": plate_seen.RULE,
    "list_not_refreshed": list_not_refreshed.RULE,
    "chain_does_not_verify": chain_does_not_verify.RULE,
    "clock_off": clock_off.RULE,
    "entries_held": entries_held.RULE,
    "promise_overdue": promise_overdue.RULE,
}
