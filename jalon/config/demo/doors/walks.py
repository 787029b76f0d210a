"""The three walks, step by step: where, as whom, what to click and what one sees. Literal tables in English."""

from __future__ import annotations

from dataclasses import dataclass


def _(text: str) -> str:
    """Marks what is to be translated: it is looked up when a page is written."""
    return text


POST, HEADQUARTERS, FORUM = "post", "headquarters", "forum"
PLUG, STICK, PRINTS = "plug", "stick", "prints"
PLACES = {
    POST: _("At Gogui, the post"),
    HEADQUARTERS: _("At Mali’s headquarters"),
    FORUM: _("At the forum"),
}
PEOPLE = {
    "amina": _("as Amina, first line"),
    "bakary": _("as Bakary, shift leader"),
    "claire": _("as Claire, national desk"),
    "solange": _("as Solange, of the donor"),
    "moussa": _("as Moussa, delegate of Niger"),
    "dalia": _("as Dalia, secretariat"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `page`: an address at the machine `at`, with {names} of keys; none where `special` stands for it."""

    title: str
    do: str
    see: str
    at: str = ""
    who: str = ""
    page: str = ""
    special: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A door: its address on the page, who goes through it, what is behind."""

    name: str
    title: str
    lead: str
    steps: tuple[Step, ...]


OFFICER = Door(
    "officer",
    _("The officer"),
    _("A bus of sixty, a namesake, a girl alone, a power cut, an hour on paper: a night at Gogui."),
    (
        Step(
            _("A bus of sixty"),
            _("Press the green button that admits all who stand clear."),
            _("Most of the sixty go on at one key. Those who stay have a reason beside their name, in words."),
            POST,
            "amina",
            "{bus}",
        ),
        Step(
            _("A namesake goes free"),
            _("Compare him with the list: another day of birth. Choose “Another person”, say what you saw, admit."),
            _("A name alone never decides. The reason is kept, and a slip spares him the same wait next time."),
            POST,
            "bakary",
            "{namesake}",
        ),
        Step(
            _("A girl is referred, not refused"),
            _(
                "Try to refuse her: press Refuse, answer the three questions (a child alone: yes), then press what is"
                " left."
            ),
            _("The program asks before any refusal, and a yes becomes a referral: she is heard apart."),
            POST,
            "amina",
            "{girl}",
        ),
        Step(
            _("The plug is pulled"),
            _("Press the red button: the post’s server is killed in the middle of its work, and started again."),
            _("Below the button: what the next desk was told is recorded, and what is on the disk. Then open the bus."),
            POST,
            "amina",
            "{bus}",
            PLUG,
        ),
        Step(
            _("The paper hour"),
            _("Twelve lines of the paper register were typed while there was no power. Press Record."),
            _("They are recorded as of their hour, marked as paper. A list asks about one: it is said at once."),
            POST,
            "amina",
            "{sheet}",
        ),
        Step(
            _("What is left for the shift leader"),
            _("Look at who waits at the second line, and at the one who has passed already."),
            _("Each waits with what the first line saw; nobody decides about a hit alone."),
            POST,
            "bakary",
            "/second-line/",
        ),
    ),
)
MINISTER = Door(
    "minister",
    _("The minister"),
    _("A stick arrives from a post without a link, and the evaluation of seven months goes to print."),
    (
        Step(
            _("A post that nobody hears"),
            _("Look for Sona on the board."),
            _("Its machine was enrolled a week ago. It has no link: not a word of it has come."),
            HEADQUARTERS,
            "claire",
            "/border/",
        ),
        Step(
            _("The stick"),
            _("Save the file of the stick on this computer."),
            _("What a courier would bring: sealed to this headquarters, signed by the machine at Sona."),
            special=STICK,
        ),
        Step(
            _("The stick goes in"),
            _("Choose the file that you saved, and take it in. It may be taken in twice: nothing is doubled."),
            _("So many entries new, none missing, and from whom."),
            HEADQUARTERS,
            "claire",
            "/sticks/",
        ),
        Step(
            _("The post appears"),
            _("Open Sona on the board again."),
            _("Its week stands there, travellers day by day, and up to when it has told everything."),
            HEADQUARTERS,
            "claire",
            "/border/ML-SON/",
        ),
        Step(
            _("His evaluation"),
            _("Read the first page of what seven months have changed."),
            _("What was promised at Nouakchott, what is kept, what is late, and what stands in the way."),
            HEADQUARTERS,
            "claire",
            "/promises/evaluation/{evaluation}/",
        ),
        Step(
            _("It prints in three languages"),
            _("Save it as a PDF: in French, in English, in Arabic."),
            _("The same figures, from the same position in the journal: computed again they are the same to the byte."),
            HEADQUARTERS,
            "claire",
            "/promises/evaluation/{evaluation}/file/pdf/?language={language}",
            PRINTS,
        ),
    ),
)
DONOR = Door(
    "donor",
    _("The donor"),
    _("One reader, bought under line 2.1: forty-one days broken, repaired, and what it changed for travellers."),
    (
        Step(
            _("Line 2.1 of the budget"),
            _("Find line 2.1, and what was spent of it."),
            _("The reader of Gogui, and later its spare part, each on its day."),
            HEADQUARTERS,
            "solange",
            "/promises/projects/{project}/",
        ),
        Step(
            _("The reader"),
            _("Claire shows what the ministry sees of it: read its story from the top."),
            _("Bought under line 2.1, installed, broken for forty-one days, repaired."),
            HEADQUARTERS,
            "claire",
            "/capacity/equipment/{reader}/",
        ),
        Step(
            _("Travellers wait less"),
            _("Look for the time at the first line, then and now."),
            _("It falls. Beside it stands of which quarter it is, and for what share of the hours it speaks."),
            HEADQUARTERS,
            "solange",
            "/promises/evaluation/{handed_out}/",
        ),
        Step(
            _("From the figure to the entries"),
            _("Claire opens the same figure in the ministry’s own evaluation: change between then and now."),
            _(
                "In the last thirty days two posts are not heard: it speaks for 62 per cent of the hours, and says so."
                " Which entries, of which post and day, and where they arrived; nobody is named."
            ),
            HEADQUARTERS,
            "claire",
            "/promises/evaluation/{evaluation}/behind/first_line_median/",
        ),
        Step(
            _("A promise that was not kept"),
            _("Read recommendation 2.3: spare readers."),
            _("Its date has passed, nothing was reported, and the secretariat’s judgement says so."),
            HEADQUARTERS,
            "solange",
            "/promises/recommendations/{unkept}/",
        ),
        Step(
            _("A question from Niger"),
            _("Read what Niger asked about the forty-one days, and what Mali replied."),
            _("The owner was asked first; the others saw the question with the reply."),
            FORUM,
            "moussa",
            "/promises/questions/{asked}/",
        ),
        Step(
            _("What the others see"),
            _("The same evaluation as the forum draws it, of five states."),
            _("A figure that a state does not show stands there as “not released”, and is no zero."),
            FORUM,
            "solange",
            "/promises/evaluation/{evaluation}/",
        ),
    ),
)
DOORS = {door.name: door for door in (OFFICER, MINISTER, DONOR)}
