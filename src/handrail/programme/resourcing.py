"""What help takes, as a rulebook says it: kinds of work that are counted, and the words by which a service is found."""

from dataclasses import dataclass
from typing import Annotated

from handrail.programme.entries import Entry, Title, Yes
from handrail.programme.values import CodeOf, ListOf, Text


@dataclass(frozen=True, slots=True)
class KindOfWork(Entry):
    """Something that organisations spend on a programme: in hours, in money, or in both."""

    in_hours: Yes
    in_money: Yes


@dataclass(frozen=True, slots=True)
class NeedWords:
    """The words that services which answer a need are published under; `code` is that of the need, and `title` says
    what such services are.

    A directory files its services under terms of its own, so a need is looked for by words: a service is found by any
    of them, in its name, its topics or its description, whatever their endings.
    """

    code: Annotated[str, CodeOf("needs")]
    title: Title
    words: Annotated[tuple[str, ...], ListOf(Text(limit=60))]
