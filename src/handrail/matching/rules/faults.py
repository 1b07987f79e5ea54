"""What can't be done with registers, searches and identity checks, whatever policy says."""

from handrail.gate import RuleBroken
from handrail.matching.messages import SENTENCES, Refusal


class NotTakenIn(RuleBroken):
    """A table that is no register that may be asked. ``code`` is that of the protocol."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value, SENTENCES[code], field="table")


class NoRoom(RuleBroken):
    """The disk that tables are kept on has no room for this one. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "no-room-for-register",
            "There is no room for it on the centre’s machine. Tell whoever runs that, and bring it in again.",
            field="table",
        )


class NoSuchKey(RuleBroken):
    """What was given is no verification key of a register."""

    def __init__(self) -> None:
        super().__init__(
            "register-key", "Paste the register’s key as `handrail match publish` shows it: one line.", field="key"
        )


class NoSuchAddress(RuleBroken):
    """Requests go over https, or stay on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "register-address",
            "Enter an address as in https://match.council.example. Leave it empty if requests are carried by hand.",
            field="address",
        )


class NotInUse(RuleBroken):
    """A register that nobody can ask."""

    def __init__(self) -> None:
        super().__init__("register-not-in-use", "This register can’t be asked, so it needs no tokens.")


class NothingToLookAt(RuleBroken):
    """What was found is said once, by those who were told to look."""

    def __init__(self) -> None:
        super().__init__("nothing-to-look-at", "Nothing about this register waits for you.")


class NoTokens(RuleBroken):
    """A file without a token that isn't here already."""

    def __init__(self) -> None:
        super().__init__("no-quota-tokens", "There is no token in this file that isn’t here already.", field="tokens")


class NotAToken(RuleBroken):
    """Tokens for measurements count towards no quota: they are for made-up people."""

    def __init__(self) -> None:
        super().__init__(
            "not-a-quota-token",
            "One of these lines is no quota token that may be used here. Choose the file that `handrail match quota` "
            "wrote.",
            field="tokens",
        )


class TokensOver(RuleBroken):
    """Tokens whose last day is over."""

    def __init__(self) -> None:
        super().__init__("quota-tokens-over", "Enter the last day of these tokens: today or later.", field="until")


class NoRegister(RuleBroken):
    """A search asks at least one register that may be asked."""

    def __init__(self) -> None:
        super().__init__("no-register", "Choose at least one register that may be asked.", field="registers")


class TooManyRegisters(RuleBroken):
    """Asking everybody is no decision on who is likely to know the person."""

    def __init__(self, limit: int) -> None:
        super().__init__("too-many-registers", f"Choose {limit} registers or fewer.", field="registers")


class SearchOpen(RuleBroken):
    """One search at a time."""

    def __init__(self) -> None:
        super().__init__("search-open", "A search about this person is before somebody already.")


class TooManySearches(RuleBroken):
    """Looking again and again is looking for everybody."""

    def __init__(self, limit: int) -> None:
        super().__init__("searches-of-a-nomination", f"In one nomination there are {limit} searches at most.")


class TooManyThisMonth(RuleBroken):
    """Nobody trawls."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "searches-of-a-month",
            f"Your organisation has looked for {limit} people within 30 days. That is as many as the rulebook allows.",
        )


class TooLittleKnown(RuleBroken):
    """Without enough of an identity nothing could be found but chance."""

    def __init__(self) -> None:
        super().__init__(
            "too-little-known",
            "Add a name and a date of birth or an address to the nomination first: with less, any record would fit.",
            field="registers",
        )


class SomebodyElse(RuleBroken):
    """Two people decided to look for one person. Nobody is put in their place afterwards."""

    def __init__(self) -> None:
        super().__init__(
            "nomination-changed",
            "The nomination says something else of who the person is than when this was proposed. Whoever proposed it "
            "takes it back, and proposes it again.",
        )


class PowerNotHeld(RuleBroken):
    """A search is a sharing decision, and rests on a power."""

    def __init__(self) -> None:
        super().__init__("power-not-held", "Choose a power that your organisation has", field="power")


class NotCarried(RuleBroken):
    """A register that is asked over the network, or one that was asked already."""

    def __init__(self) -> None:
        super().__init__("not-carried", "Nothing is to be carried to this register now.")


class NotTheAnswer(RuleBroken):
    """A file that doesn't come from the register, or doesn't answer what it was asked. ``code`` is the protocol's."""

    def __init__(self, code: str) -> None:
        super().__init__(
            code,
            f"{SENTENCES[Refusal(code)]} Nothing was read. Choose the file that answers the newest one taken out.",
            field="answer",
        )


class AnsweredBefore(RuleBroken):
    """A file that says that the partner has answered this request already: the answer is to be had, or was lost."""

    def __init__(self) -> None:
        super().__init__(
            Refusal.REPLAYED,
            "The partner answered this request before, and this file says only so. Nothing was read. Bring in that "
            "first answer. If it is lost, take this search back and propose another.",
            field="answer",
        )


class TakeOutAnew(RuleBroken):
    """The partner can't answer the request that was taken out last: its quota token was spent before."""

    def __init__(self) -> None:
        super().__init__(
            "take-out-anew",
            "The last request can’t be answered any more. Download the request again: it is a new one.",
            field="answer",
        )


class NothingToShow(RuleBroken):
    """An identity check needs something that the partner may be shown."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-to-show",
            "Nothing in the nomination may be shown to them to tell who is meant: by its kind, its marking or its "
            "handling.",
        )


class NotAgreed(RuleBroken):
    """Nothing is said about a person, either way, without an agreement that both have accepted."""

    def __init__(self) -> None:
        super().__init__(
            "no-agreement",
            "You and this organisation have not both accepted an agreement that is in force, so neither of you can say "
            "anything about a person to the other.",
        )


class ReasonMissing(RuleBroken):
    """Why something that was found is set aside."""

    def __init__(self) -> None:
        super().__init__("reason-missing", "Choose why", field="reason")


class NotShown(RuleBroken):
    """A step that is not before them."""

    def __init__(self) -> None:
        super().__init__("not-shown", "This was answered already, perhaps in another tab. Nothing was saved now.")


class UnknownAnswer(RuleBroken):
    """Not one of the answers."""

    def __init__(self) -> None:
        super().__init__("unknown-answer", "Choose an answer", field="answer")


class NothingSaidYet(RuleBroken):
    """The same person, or another, is said on something that was looked at."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-looked-at", "Say of the first step whether it fits before you answer.", field="answer"
        )


class NothingFitted(RuleBroken):
    """Whoever is said to be the same person has something in common with the record."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-fitted",
            "Nothing that you were shown fitted your record, so you can’t say that it is the same person.",
            field="answer",
        )


class NotAsked(RuleBroken):
    """The page of an identity check is that of whoever looks into a record."""

    def __init__(self) -> None:
        super().__init__("check-of-another", "Only the organisation that was asked opens this.")


class Closed(RuleBroken):
    """Its time is over, whether or not the sweep has been by."""

    def __init__(self) -> None:
        super().__init__("check-closed", "This identity check is closed: there is nothing left to do about it.")


class NotOver(RuleBroken):
    """Nothing lapses while it may still be answered."""

    def __init__(self) -> None:
        super().__init__("check-not-over", "This identity check still waits for an answer.")


class AsksToWatch(RuleBroken):
    """The lint of the catalogues, on words that somebody typed."""

    def __init__(self, word: str, *, field: str) -> None:
        super().__init__(
            "asks-for-watching", f"“{word}” asks somebody to watch or report. Ask only who it is, in other words.",
            field=field,
        )  # fmt: skip
