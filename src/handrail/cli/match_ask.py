"""`handrail match centre`, `ask` and `read`: ask a partner without the web application. Needs no home.

For measurements, for trying a partner out, and where only files pass. A centre's own searches are made in its pages,
where two people decide on each.
"""

import secrets
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID, uuid4

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from handrail import clock
from handrail.cli.ground import Exit, Failure, console
from handrail.ledger.note import NoteError, VerificationKey
from handrail.matching.asking import Candidate, Centre, NotACentre, NotKept, NotReached, Register, TooMany
from handrail.matching.asking.errands import (
    BadQueries,
    NoTokens,
    Query,
    Tokens,
    answers_in,
    askable,
    forget,
    read_answer_file,
    read_queries,
    write_asks,
)
from handrail.matching.asking.many import Errand, ask_many
from handrail.matching.asking.results import Results
from handrail.matching.asking.sending import NoAddress, address_of
from handrail.matching.messages import Refusal, Refused
from handrail.serving import CONNECTIONS_OF_ONE

#: How long a request that is carried as a file is good for.
_BY_HAND: Final = timedelta(days=7)

Table = Annotated[
    Path, typer.Option("--register", exists=True, dir_okay=False, metavar="FILE", help="The partner’s tag table.")
]
Partner = Annotated[str, typer.Option("--partner", metavar="VKEY", help="The partner’s key, its `verification-key`.")]
Out = Annotated[Path, typer.Option("--out", dir_okay=False, metavar="FILE.csv", help="Where the results go.")]


def add_to(commands: typer.Typer) -> None:
    """Add `centre`, `ask` and `read`."""
    commands.command()(centre)
    commands.command()(ask)
    commands.command()(read)


def centre(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="The folder for the keys.")],
    *,
    name: Annotated[str, typer.Option(help="What partners know the centre by, as in centre.example.org.")],
) -> None:
    """Make the keys of a centre that asks from the command line, and print the one that partners need."""
    try:
        made = Centre.create(folder, name)
    except (NotACentre, NoteError) as error:
        raise Failure(str(error), Exit.USAGE) from None
    typer.echo(made.key.verification_key)


def ask(
    queries: Annotated[
        Path, typer.Argument(metavar="QUERIES.csv", exists=True, dir_okay=False, help="The people, as in a register.")
    ],
    *,
    centre_dir: Annotated[Path, typer.Option("--centre", file_okay=False, metavar="DIR", help="The centre’s keys.")],
    register: Table,
    partner: Partner,
    tokens: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Quota tokens; those used are taken out.")
    ],
    url: Annotated[str, typer.Option(help="Where the partner answers.")] = "",
    files: Annotated[
        Path | None, typer.Option(file_okay=False, metavar="DIR", help="Write the requests here, to be carried.")
    ] = None,
    out: Annotated[Path | None, typer.Option(dir_okay=False, metavar="FILE.csv", help="Where the results go.")] = None,
    decision: Annotated[UUID | None, typer.Option(help="The sharing decision.")] = None,
    about: Annotated[UUID | None, typer.Option(help="The nomination or case.")] = None,
    processes: Annotated[
        int, typer.Option(min=1, max=CONNECTIONS_OF_ONE, help="Processes that ask over the network.")
    ] = 2,
) -> None:
    """Ask a partner about the people in a file. More than one person is asked about with benchmark tokens alone.

    Exit code 4 when the partner refuses, or its answer is not taken: the message says why.
    """
    if bool(url) == bool(files) or bool(url) != bool(out):
        raise Failure("Give --url and --out, or --files with a folder for the requests.", Exit.USAGE)
    with _plainly(), Register.open(register, VerificationKey.parse(partner)) as opened:
        people, quota, keys = read_queries(queries), Tokens(tokens), Centre.open(centre_dir)
        if not quota.benchmark and (len(people) != 1 or decision is None or about is None):
            raise Failure(
                "One person at a time, with --decision and --about, unless the tokens are for a benchmark.",
                Exit.REFUSED,
            )
        if not quota.benchmark:
            askable(people[0], opened)
        mandate = {"decision": decision or uuid4(), "about": about or uuid4()}
        if files:
            made = write_asks(
                files,
                people,
                quota,
                opened,
                keys,
                **mandate,
                at=clock.now(),
                lasts=_BY_HAND,
                randomness=secrets.token_bytes,
            )
            console.print(
                f"{len(made)} to carry to the partner: {escape(str(files))}/*.ask. The files *.kept stay here: they "
                "are as secret as the names. Put the answers beside them, then run `handrail match read`.",
                soft_wrap=True,
            )
        elif out:
            address_of(url)
            errand = Errand(table=register, partner=partner, centre=centre_dir, url=url, **mandate)
            with _results(out) as results:
                for query, found in _asked(people, quota, opened, errand, processes):
                    results.add(query, found)


def read(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Where requests and answers are.")
    ],
    *,
    register: Table,
    partner: Partner,
    out: Out,
) -> None:
    """Read the answers that were carried back into the folder of the requests. Each is read once.

    Exit code 4 when the partner refused, or an answer is not taken: the message says why. The others are read.
    """
    refusals: list[str] = []
    with _plainly(), Register.open(register, VerificationKey.parse(partner)) as opened:
        answers = answers_in(folder)
        if not answers:
            raise Failure(f"There is no answer in {folder} that was not read yet.")
        with _results(out) as results:
            for answer in answers:
                try:
                    found = read_answer_file(answer, opened)
                except Refused as refused:
                    refusals.append(f"{answer.name}: {_refused(refused)}")
                    if refused.code is not Refusal.ANSWER_REFUSED or refused.said == Refusal.REPLAYED:
                        continue  # the right answer, or that of the first time, may still come
                else:
                    for query, candidates in found:
                        results.add(query, candidates)
                    results.flush()
                forget(answer)
    if refusals:
        raise Failure("\n".join(refusals), Exit.REFUSED)


def _asked(
    people: list[Query], quota: Tokens, opened: Register, errand: Errand, processes: int
) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f}"))
    ids = iter(people)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("Asking", total=len(people))
        identities = (each.identity for each in people)
        for asked in ask_many(identities, opened.schema, quota, errand, processes=processes):
            bar.advance(task, asked.people)
            yield from ((next(ids).id, found) for found in asked.candidates)


@contextmanager
def _results(out: Path) -> Iterator[Results]:
    try:
        opened = Results(out)
    except FileExistsError:
        raise Failure(f"{out} is there already, and can’t be asked for again. Name another file.", Exit.USAGE) from None
    except OSError as error:
        raise Failure(f"{out} can’t be written: {error.strerror}.", Exit.USAGE) from None
    with opened as results:
        yield results
        results.flush()
    if results.people:
        said = f"{results.people} asked about, {results.candidates} candidates: {escape(str(out))}"
        console.print(said, soft_wrap=True)


def _refused(refused: Refused) -> str:
    code = f"{refused.code}: {refused.said}" if refused.said else refused.code
    return f"Refused ({code}). {refused}"


@contextmanager
def _plainly() -> Iterator[None]:
    """What can go wrong between a centre and a partner, in plain words."""
    try:
        yield
    except Refused as refused:
        raise Failure(_refused(refused), Exit.REFUSED) from None
    except NoteError as error:
        raise Failure(f"--partner is not a key: {error}", Exit.USAGE) from None
    except NoAddress as error:
        raise Failure(str(error), Exit.USAGE) from None
    except BrokenProcessPool:
        raise Failure("A process was ended from outside, most often for want of memory.") from None
    except (NotReached, NotACentre, NotKept, BadQueries, NoTokens, TooMany) as error:
        raise Failure(str(error)) from None
