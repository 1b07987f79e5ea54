"""The lifecycle of an import."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.sharing.models import ImportState

OFFICER = ("originating_officer",)

STAGING, PUBLISHED, CLEARED = ImportState.values

IMPORT = StateTable(
    name="import",
    initial=STAGING,
    transitions={
        STAGING: {
            "stage": Transition(STAGING, OFFICER),
            "publish": Transition(PUBLISHED, OFFICER),
            "clear": Transition(CLEARED, OFFICER),
        },
        PUBLISHED: {},
        CLEARED: {},
    },
    titles=dict(ImportState.choices),
)


class AnotherAtWork(RuleBroken):
    """Files of one organisation are brought in one after the other."""

    def __init__(self) -> None:
        super().__init__(
            "another-import", "Another file of your organisation is being brought in. Try again when it is there."
        )


class NotComplete(RuleBroken):
    """Fewer nominations were written than the file holds."""

    def __init__(self) -> None:
        super().__init__("import-not-complete", "Not everything in the file was written, so none of it is brought in.")
