"""What each command of ``handrail`` may say of a person or of who works with whom. A new command has to be put here."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Read no home, so that there is nobody in what they say: but for whom a partner’s or a centre’s own files name.
READS_NO_HOME = {
    "policy prove", "programme check", "witness init", "witness sign", "witness status", "witness trust",
    "match answer", "match ask", "match centre", "match evaluate", "match generate", "match link", "match log",
    "match open", "match publish", "match quota", "match read", "match serve", "match trust",
}  # fmt: skip

#: Begin, end or look at processes. What those write to their logs while people work is searched in tests/plaintext.
PROCESSES = {"serve", "worker", "database start", "database stop", "database status", "witness serve"}

#: Make a pilot of synthetic people, in a home of its own.
SYNTHETIC = {"demo", "demo load"}

#: Carry everything as it is, words sealed, for whoever runs the installation: searched in tests/plaintext, unit/cli.
COPIES = {"backup", "restore"}

#: Names rows and entries by their ids, and only those that were changed past Handrail: tests/unit/upkeep, unit/cli. The
#: worlds of tests are set up past it.
DIFFERENCES = {"ledger reconcile"}

#: Say back what they were given on the command line, and that it was done.
TYPED = {
    "init", "organisation add", "centre add", "keys give-up", "programme install", "ledger witness add",
    "ledger witness need", "ledger witness remove", "ledger witness take", "match take-in",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Arguments to run a command with, and whose words may be in what it says: the posts that it acts as, if any.

    ``may_fail`` where the command ends with a refusal, which must say nothing either.
    """

    arguments: tuple[str, ...]
    whose: str = ""
    may_fail: bool = False


CONTACT, STRANGER = "single-point-of-contact@council.example", "single-point-of-contact@second-council.example"
ADMINISTRATOR = "administrator@council.example"

#: Run against the home of the victim; {file} is a file of nominations, {feed} one of services, {out} a new file,
#: {folder} a new folder, {case} the id of the case.
RUN: Mapping[str, tuple[Run, ...]] = {
    "doctor": (Run(("--json",), may_fail=True),),
    "ledger verify": (Run(("--json",)),),
    "ledger checkpoint": (Run(()),),
    "ledger export": (
        Run(("{folder}", "--json")),
        Run(("{folder}", "--as", CONTACT), may_fail=True),
    ),
    "ledger receipt": (
        Run(("{case}", "--as", CONTACT), may_fail=True),
        Run(("{case}", "--as", "data-protection-officer@council.example"), may_fail=True),
    ),
    "ledger rotate-key": (
        Run(("--as", CONTACT), may_fail=True),
        Run(("--as", ADMINISTRATOR, "--key", "0"), may_fail=True),
    ),
    "ledger witness list": (Run(("--json",)),),
    "ledger witness request": (Run(("nobody.example",), may_fail=True),),
    "ledger show": (Run(("--count", "1000", "--json")),),
    "keys rotate": (Run(()),),
    "keys retire": (Run(()),),
    "programme list": (Run(("--json",)),),
    "policy explain": (
        Run(("--for", CONTACT, "--action", "holding.read", "--kind", "Holding", "--json")),
        Run(("--for", STRANGER, "--action", "case.open", "--kind", "Case", "--record", "{case}")),
    ),
    "export holdings": (
        Run(("--as", CONTACT, "--out", "{out}", "--json"), whose="council"),
        Run(("--as", STRANGER, "--json")),
        Run(("--as", ADMINISTRATOR), may_fail=True),
    ),
    "import nominations": (
        Run(("--as", STRANGER, "--check", "{file}"), may_fail=True),
        Run(("--as", "originating-officer@ctu.example", "--check", "{file}"), may_fail=True),
    ),
    "import services": (Run(("--as", STRANGER, "--check", "{feed}"), may_fail=True),),
}
