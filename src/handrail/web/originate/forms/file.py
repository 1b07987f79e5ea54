"""The form of the page on which a nomination file is checked or brought in."""

from handrail.web.fields import OneOf, Option, Upload
from handrail.web.forms import Form

#: The largest file that a page takes, in bytes: some 2,000 nominations. Larger ones go through the command line.
LARGEST = 5_000_000

CHECK, BRING_IN = "check", "bring_in"


class FileForm(Form):
    """A file, and whether it is only looked at."""

    file = Upload(
        "Nomination file",
        hint="A JSON file of up to 5 MB. Nothing in it may be above OFFICIAL.",
        largest=LARGEST,
        missing="Select a nomination file",
    )
    step = OneOf(
        "What do you want to do?",
        [
            Option(CHECK, "Check it", hint="You see everything that is wrong with it. Nothing is brought in."),
            Option(BRING_IN, "Bring it in", hint="All of it as drafts, or none of it if anything is wrong."),
        ],
        missing="Select whether to check the file or bring it in",
    )
