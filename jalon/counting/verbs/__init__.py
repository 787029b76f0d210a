"""Verbs of this room. Counts name nobody and stay readable; cards, plates and herds concern somebody, and go with
their shift. The names say neither who keeps animals nor who lives beside the line."""

from jalon.counting.verbs import cards, closing, counts, herds
from jalon.journal.verbs import Owner, Readers, Verb

OPEN, PERSONAL = Readers.OPERATIONAL, Readers.PERSONAL

VERBS = [
    Verb("count.tallied", 1, OPEN, Owner.NODE, counts.apply_tallied),
    Verb("count.withdrawn", 1, OPEN, Owner.NODE, counts.apply_withdrawn),
    Verb("vehicle.plate_noted", 1, PERSONAL, Owner.NODE, counts.apply_plate),
    Verb("card.issued", 1, OPEN, Owner.NODE, cards.apply_issued),
    Verb("card.enrolled", 1, PERSONAL, Owner.NODE, cards.apply_enrolled),
    Verb("card.shown", 1, PERSONAL, Owner.NODE, cards.apply_shown),
    Verb("card.taken_back", 1, PERSONAL, Owner.NODE, cards.apply_taken_back),
    Verb("card.withdrawn", 1, OPEN, Owner.NODE, cards.apply_withdrawn),
    Verb("certificate.opened", 1, PERSONAL, Owner.NODE, herds.apply_opened),
    Verb("certificate.counted", 1, PERSONAL, Owner.NODE, herds.apply_step),
    Verb("certificate.taken_over", 1, PERSONAL, Owner.NODE, herds.apply_step),
    Verb("certificate.decided", 1, PERSONAL, Owner.NODE, herds.apply_decided),
    Verb("counts.closed", 1, OPEN, Owner.NODE, closing.apply_closed),
]
