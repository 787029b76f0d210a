"""What a traveller is told, in words: what was recorded and why, who keeps it, for how long, how to see it.

The texts are the same whatever service a traveller was entrusted to, and whatever was answered: a paper is found in a
pocket by the wrong people too.
"""

from django.utils.translation import gettext_lazy as _

# Every notice by its code, in the order in which they are offered.
TITLES = {
    "admitted": _("You may pass"),
    "referred": _("A second officer hears you"),
    "refused": _("You may not cross"),
    "held": _("You are held"),
    "handed_over": _("You go with another authority"),
    "entrusted": _("A service takes care of you"),
    "counted": _("You were counted, not named"),
    "protection": _("If you are in danger, say so"),
}

HAPPENED = {
    "admitted": _(
        "Your passage was recorded: who you are, as your document or your words say it, the day and the hour, which way"
        " you cross and how. The law asks every border post to know who crosses."
    ),
    "referred": _(
        "The first officer could not decide alone and asked a second officer to hear you. This is no punishment, and"
        " nothing was decided against you. The hour and the reason were recorded."
    ),
    "refused": _(
        "The reason, the hour, and the numbers of the two officers who decided were recorded. They give you another"
        " paper that says the reason, and before whom you can contest it."
    ),
    "held": _(
        "You may not leave for now. The article of the law, the hour it began and the longest time allowed were"
        " recorded. You may ask for that in writing, for somebody who speaks your language, and that your family be"
        " told."
    ),
    "handed_over": _(
        "You go with officers of another authority. To whom, the hour, and their signature were recorded, so that it is"
        " always known who answers for you. They tell you why, and what your rights are."
    ),
    "entrusted": _(
        "An officer asked a service to take care of you. The hour was recorded, and whether you agree. What you told"
        " stays with you and that service: no story is written here, and your country is not told of it unless you wish"
        " so."
    ),
    "counted": _(
        "Neighbours who cross here are counted: which way, woman or man, adult or child, and how. Nobody wrote your"
        " name. Nobody can find you in these figures."
    ),
    "protection": _(
        "Whoever fears to go back to a country, is a child without parents, or is made to travel by force may say so to"
        " any officer, at any hour. You are then heard apart, where nobody else listens, and nobody sends you back"
        " before. To have no papers is no reason to be punished for it. Your answers are sealed: this post cannot read"
        " them again, and your country is not told."
    ),
}
assert set(HAPPENED) == set(TITLES)

# Notices that speak of everybody who stands at the post, and of nobody.
OF_NOBODY = frozenset({"counted", "protection"})
# What a notice is given for, by the state of the passage. A refusal has a paper of its own.
BY_STATE = {
    "admitted": "admitted",
    "referred": "referred",
    "held": "held",
    "handed_over": "handed_over",
    "entrusted": "entrusted",
}
