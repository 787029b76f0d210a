"""Literal tables of protection: kinds of service, consents, answers, whom to call. Codes stand in entries."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "asylum": _("Asylum authority"),
    "child": _("Child protection"),
    "trafficking": _("Against trafficking in persons"),
    "health": _("Health"),
    "consulate": _("Consulate"),
}

# A consulate of one's own country, or any other service, is told of a person only as that person wishes. The codes are
# of one length: how long the sealed bytes are must not tell a child from another.
CONSENTS = {
    "given": _("The person agrees"),
    "proxy": _("The parent or guardian agrees"),
    "child": _("A child: in the child’s best interests"),
    "unask": _("Cannot say (unconscious, no common language)"),
}
assert len({len(code) for code in CONSENTS}) == 1
OF_CHILDREN = {"proxy", "child"}  # said for whoever is not of age, or whose age is not known

ANSWERS = {
    "received": _("Received and heard"),
    "family": _("Safe with the family"),
    "transferred": _("Transferred to another service"),
    "may_travel": _("May travel: sent back to the post"),
    "person_declined": _("The person declined"),
    "service_declined": _("The service does not take the person"),
    "not_reached": _("The service could not be reached"),
    "left": _("The person left before"),
}
# After these the service has the person, so it must have accepted first.
WITH_THE_SERVICE = frozenset({"received", "family", "transferred"})
# After these the person stands at the post again, and the second line takes up the case.
RETURNS = frozenset({"may_travel", "person_declined", "service_declined", "not_reached"})
# Not the last word: the referral stays open for it.
NOT_LAST = frozenset({"received"})
# Written by the second line when the person is there again before the service said a word.
CAME_BACK = "came_back"

WHOM = {
    "service": _("the next service"),
    "headquarters": _("the protection desk at headquarters"),
    "shift_leader": _("the shift leader"),
    "focal_point": _("the protection focal point"),
}

DAYS = {
    "1": _("Monday"),
    "2": _("Tuesday"),
    "3": _("Wednesday"),
    "4": _("Thursday"),
    "5": _("Friday"),
    "6": _("Saturday"),
    "7": _("Sunday"),
}

# Languages that a service speaks and in which travellers are told what is recorded; names as their speakers write them.
LANGUAGES = {
    "fra": "Français",
    "ara": "العربية",
    "eng": "English",
    "hau": "Hausa",
    "bam": "Bamanankan",
    "ful": "Fulfulde",
    "dje": "Zarmaciine",
    "taq": "Tamasheq",
    "mey": "حسانية",
}
# Where a language has a tag of two letters, pages name it by that (BCP 47).
TAGS = {"fra": "fr", "ara": "ar", "eng": "en", "hau": "ha", "bam": "bm", "ful": "ff"}
# In these the state supplies what is printed or recorded; the program speaks the others.
SUPPLIED = ("hau", "bam", "ful", "dje", "taq", "mey")
