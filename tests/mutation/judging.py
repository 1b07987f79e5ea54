"""Judging one mutant: what stops it, if anything does."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from handrail.policy import PolicyFault, engine
from handrail.policy.engine import Engine
from handrail.policy.rules import Rule, read_rules
from handrail.policy.texts import Statement, Text
from tests.mutation import lines
from tests.mutation.anatomy import anatomy
from tests.mutation.mutants import Mutant, Vocabulary, mutants, vocabulary
from tests.mutation.proofs import Proofs
from tests.mutation.questions import Questions
from tests.mutation.survivors import survivors


class Outcome(StrEnum):
    """What became of a mutant. The first that applies."""

    REFUSED = "refused at start"
    BOUNDARIES = lines.BOUNDARIES
    WHO_MAY = lines.WHO_MAY
    WHAT_STOPS = lines.WHAT_STOPS
    EQUIVALENT = "equivalent"
    PROMISE = "a promise"
    RELEASE = "the last release"
    JUSTIFIED = "justified"
    SURVIVED = "survived"


@dataclass
class Bench:
    """The policy with all that judges a mutant of it. What is slow to make is made when it is first needed.

    ``tables`` are the tests' tables that are asked, if not all of them.
    """

    engine: Engine = field(default_factory=engine)
    tables: tuple[str, ...] = ()
    because: Mapping[tuple[str, str], str] = field(default_factory=survivors)

    def prepare(self) -> None:
        """Make what several processes can share; each makes its own solver."""
        _ = self.questions, self.statements, self.words

    @cached_property
    def questions(self) -> Questions:
        """What the repository's tests ask."""
        return lines.questions(*self.tables)

    @cached_property
    def proofs(self) -> Proofs:
        """What Z3 can be asked."""
        return Proofs(self.engine)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The text of each rule as it stands in its file, by the rule's id."""
        return {rule.id: _in_file(rule.statement) for rule in self.engine.rules.values()}

    @cached_property
    def words(self) -> Vocabulary:
        """The literals of all policies."""
        return vocabulary([statement.source for statement in self.statements.values()])

    def mutants(self, rule: str) -> Iterator[Mutant]:
        """Every mutant of one rule."""
        return mutants(self.engine.rules[rule], self.statements[rule], self.engine.schema, self.words)

    def judge(self, mutant: Mutant) -> Outcome:
        """What stops it."""
        original = self.engine.rules[mutant.rule]
        try:
            changed = self._read(mutant, original)
        except PolicyFault:
            return Outcome.REFUSED
        if caught := self.questions.caught(original, changed):
            return Outcome(caught)
        turns = self.proofs.turns(original, changed)
        if not turns:
            return Outcome.EQUIVALENT
        if self.proofs.breaks_a_promise(turns):
            return Outcome.PROMISE
        if self.proofs.permits_more(turns):
            return Outcome.RELEASE
        return Outcome.JUSTIFIED if (mutant.rule, mutant.change) in self.because else Outcome.SURVIVED

    def fingerprint(self, rule: str) -> str:
        """What tells one text of a rule from another: its scope and its conditions, whatever it says of itself."""
        source = self.statements[rule].source
        said = source[anatomy(source).effect.start :]
        return hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:8]

    def _read(self, mutant: Mutant, original: Rule) -> Rule | None:
        """The mutant as Handrail would read it at its start, None for a policy that is not there."""
        if not mutant.source:
            return None
        text = original.statement.text
        return next(
            iter(read_rules([Text(text.file, _as_read(mutant.source, text), text.programmes)], self.engine.schema))
        )


def _among(text: Text) -> tuple[str, str]:
    """What a programme's rules say of its records in their file, and what is read where others are based on it."""
    own = text.programmes[0] if text.programmes else ""
    return f'resource.programme == "{own}"', f"{json.dumps(text.programmes)}.contains(resource.programme)"


def _in_file(statement: Statement) -> Statement:
    if len(statement.text.programmes) < 2:
        return statement
    in_file, read = _among(statement.text)
    return replace(statement, source=statement.source.replace(read, in_file))


def _as_read(source: str, text: Text) -> str:
    if len(text.programmes) < 2:
        return source
    in_file, read = _among(text)
    return source.replace(in_file, read)
