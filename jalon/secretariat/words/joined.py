"""What goes wrong on the line to a forum, in the words of whoever reads the page."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

# How a trouble begins, and what it means here.
TROUBLES = (
    (r"the line to the headquarters is down", _("The line to the forum is down. Nothing is lost: it is tried again.")),
    (r"the line was cut", _("The line was cut. Nothing is lost: it is tried again.")),
    (r"the headquarters' certificate", _("What answered shows a certificate that is not trusted here.")),
    (r"what answered is not", _("What answered is no machine of Jalon: look at the address.")),
    (r"“.*” is no address|.* is not protected", _("This is no address of a forum: it begins with https://.")),
    (r".*this code is wrong", _("This code is wrong, was used, or is over: ask the forum for another.")),
    (r"a code has", _("A code has 24 letters and digits: look at it again.")),
    (r"the code is for", _("This code was given to another party: ask the forum for yours.")),
    (
        r"whoever answered does not know",
        _("Who answered does not know the code: it is not the forum that gave it."),
    ),
    (r"a post joins no forum", _("A post joins no forum: its headquarters does.")),
    (r"the headquarters refused \(403\)", _("The forum does not know this headquarters, or revoked it: call it.")),
)


def trouble(text: str) -> str:
    """A trouble in the page's language; as the program said it where it has no words of its own."""
    return next((str(said) for pattern, said in TROUBLES if re.match(pattern, text)), text)
