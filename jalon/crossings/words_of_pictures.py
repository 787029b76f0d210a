"""The rules of pictures in words, for every door that meets them."""

from django.utils.translation import gettext_lazy as _

RULES = {
    "picture_too_large": _("The picture is larger than 12 MB. Set the camera to a smaller picture, and take it again."),
    "picture_unreadable": _(
        "This file is no picture, or it came incomplete. Take the picture again, or choose a JPEG or PNG."
    ),
    "readers_busy": _("Pictures are being read already. Wait a moment, or swipe or type the document."),
    "pictures_off": _("Pictures are not allowed here: no law for them is in force. Nothing was kept."),
    "pictures_disk_full": _(
        "The disk is nearly full: no picture was kept, entries go first. Go on without, and tell the administrator."
    ),
    "pictures_not_yours_to_propose": _("Pictures are proposed by an administrator."),
    "pictures_not_yours_to_allow": _("Pictures are allowed or stopped by an administrator or the national desk."),
    "pictures_second_person": _("Another person than the one who proposed it allows it."),
    "pictures_need_a_law": _("Name the law that allows pictures (at least five letters), and what may be taken."),
    "pictures_need_an_end": _("Say for how many days a picture is kept: from 1 to 3,650."),
    "pictures_nothing_waits": _("This was decided or stopped already: look at the page again."),
}
