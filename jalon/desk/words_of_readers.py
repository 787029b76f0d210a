"""What the pages say of readers and pictures: each code in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Why a picture was not read, and what to do.
FAULTS = {
    "unreadable": _("This file is no picture, or it came incomplete. Take the picture again, or choose a JPEG or PNG."),
    "too_many_pixels": _(
        "The picture is too large. Set the camera to fewer than 50 million pixels, and take it again."
    ),
    "too_large": _("The picture is larger than 12 MB. Set the camera to a smaller picture, and take it again."),
    "too_long": _("The reading took too long and was stopped. Swipe or type the document, or take a clearer picture."),
    "too_much_memory": _("The picture needs more memory than a reading may take. Take a smaller one."),
    "broken": _("The reading stopped without a word. Take the picture again, or type the document."),
    "nothing_found": _(
        "Neither a machine readable zone nor a code was found. Lay the document flat, without reflections, its lines"
        " level and as wide as the picture; or type it."
    ),
    "no_engine": _(
        "No code was found, and this machine cannot read letters: Tesseract is not installed. Swipe or type the"
        " document."
    ),
}
# What is said beside an answer.
SAID = {
    "no_engine": _("This machine reads codes alone: for the letters of the zone Tesseract is to be installed."),
    "signature_not_checked": _("The seal’s signature was NOT checked: this machine holds no certificates of signers."),
}
READERS = {
    "wedge": _("Document reader"),
    "ocr": _("Read from the picture, letter by letter"),
    "barcode": _("Code on the document"),
    "watched_folder": _("Full-page reader"),
    "serial_line": _("Reader on the serial line"),
}
WHAT_IT_IS = {
    "mrz": _("A machine readable zone"),
    "number": _("A number, perhaps that of the document"),
    "card": _("Particulars, as whoever printed the code wrote them"),
    "text": _("Text that says nothing of a document"),
}
KINDS = {"face": _("Face"), "document": _("Document")}
# What became of a picture's sealed bytes (crossings.pictures.what_became_of).
BECAME = {
    "here": _("kept here, sealed; sent when the entries are"),
    "missing": _("FAULT: its sealed bytes are not on this disk. The entry stands; tell the administrator."),
    "received": _("headquarters has it"),
    "retention": _("removed: its days are over"),
    "full": _("removed: there was no more room"),
}
