"""Verbs of the crossings. Whatever names a traveller is personal; a shift's opening and closing are operational."""

from jalon.crossings.verbs import groups, paper, passages, pictures, rule_sets, second_line, shifts, stays
from jalon.journal.verbs import Owner, Readers, Verb

CASE = ("inspection",)
VEHICLE = ("group",)
VERBS = [
    Verb("shift.opened", 1, Readers.OPERATIONAL, Owner.NODE, shifts.apply_shift_opened, concerns=()),
    Verb("shift.closed", 1, Readers.OPERATIONAL, Owner.NODE, shifts.apply_shift_closed, concerns=("shift",)),
    Verb(
        "crossing.inspected",
        1,
        Readers.PERSONAL,
        Owner.NODE,
        passages.apply_inspected,
        blank=passages.blank_inspected,
        concerns=VEHICLE,
    ),
    Verb("crossing.asked", 1, Readers.SEALED, Owner.NODE, passages.apply_asked, concerns=()),
    Verb("crossing.decided", 1, Readers.PERSONAL, Owner.NODE, passages.apply_decided, concerns=CASE),
    Verb("crossing.confirmed", 1, Readers.PERSONAL, Owner.NODE, passages.apply_confirmed, concerns=("decision",)),
    Verb("crossing.corrected", 1, Readers.PERSONAL, Owner.NODE, passages.apply_corrected, concerns=CASE),
    Verb("crossing.cancelled", 1, Readers.PERSONAL, Owner.NODE, passages.apply_cancelled, concerns=CASE),
    # The name says neither visa nor overstay: it travels in clear.
    Verb("crossing.stay_seen", 1, Readers.PERSONAL, Owner.NODE, stays.apply_stay_seen, concerns=CASE),
    Verb("rules.proposed", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, rule_sets.apply_proposed),
    Verb("rules.put_in_service", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, rule_sets.apply_put_in_service),
    Verb("crossing.accompanied", 1, Readers.PERSONAL, Owner.NODE, groups.apply_accompanied, concerns=CASE),
    Verb(
        "group.opened",
        1,
        Readers.PERSONAL,
        Owner.NODE,
        groups.apply_group_opened,
        blank=groups.blank_group_opened,
        concerns=(),
    ),
    Verb("group.amended", 1, Readers.PERSONAL, Owner.NODE, groups.apply_group_amended, concerns=VEHICLE),
    Verb("group.counted", 1, Readers.OPERATIONAL, Owner.NODE, groups.apply_group_counted, concerns=VEHICLE),
    Verb("group.listed", 1, Readers.PERSONAL, Owner.NODE, groups.apply_group_listed, concerns=VEHICLE),
    Verb("group.ticked", 1, Readers.OPERATIONAL, Owner.NODE, groups.apply_group_ticked, concerns=VEHICLE),
    Verb("group.closed", 1, Readers.OPERATIONAL, Owner.NODE, groups.apply_group_closed, concerns=VEHICLE),
    Verb("case.taken_over", 1, Readers.PERSONAL, Owner.NODE, passages.apply_taken_over, concerns=CASE),
    Verb("pictures.proposed", 1, Readers.OPERATIONAL, Owner.NODE, pictures.apply_proposed),
    Verb("pictures.allowed", 1, Readers.OPERATIONAL, Owner.NODE, pictures.apply_allowed),
    Verb("pictures.stopped", 1, Readers.OPERATIONAL, Owner.NODE, pictures.apply_stopped),
    Verb("picture.taken", 1, Readers.PERSONAL, Owner.NODE, pictures.apply_taken, concerns=CASE),
    Verb("pictures.left", 1, Readers.OPERATIONAL, Owner.NODE, pictures.apply_left),
    Verb("crossing.received", 1, Readers.PERSONAL, Owner.NODE, second_line.apply_received),
    Verb("case.noted", 1, Readers.PERSONAL, Owner.NODE, second_line.apply_noted, concerns=CASE),
    Verb("register.opened", 1, Readers.OPERATIONAL, Owner.NODE, second_line.apply_line_opened),
    Verb("register.noted", 1, Readers.OPERATIONAL, Owner.NODE, second_line.apply_line_noted),
    Verb("slip.issued", 1, Readers.OPERATIONAL, Owner.NODE, second_line.apply_slip_issued),
    Verb("slip.withdrawn", 1, Readers.OPERATIONAL, Owner.NODE, second_line.apply_slip_withdrawn),
    Verb("person.looked_up", 1, Readers.PERSONAL, Owner.NODE, passages.apply_looked_up, concerns=()),
    Verb("paper.sheets_printed", 1, Readers.OPERATIONAL, Owner.NODE, paper.apply_sheets_printed),
    Verb("paper.sheets_marked", 1, Readers.OPERATIONAL, Owner.NODE, paper.apply_sheets_marked),
    Verb("paper.lines_keyed", 1, Readers.OPERATIONAL, Owner.NODE, paper.apply_lines_keyed),
    Verb("case.answered", 1, Readers.PERSONAL, Owner.NODE, paper.apply_answered, concerns=CASE),
    Verb("daily_register.made", 1, Readers.OPERATIONAL, Owner.NODE, paper.apply_register_made),
]
