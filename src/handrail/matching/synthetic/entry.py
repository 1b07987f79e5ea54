"""One person as one file has them."""

from dataclasses import dataclass

from handrail.matching.synthetic.origins import Written
from handrail.matching.synthetic.people import Person


@dataclass(slots=True)
class Entry:
    """A person as one file has them, so far: every slip changes it."""

    person: Person
    given: list[Written]
    family: list[Written]
    known_as: list[str]
    born: str
    postcode: str
    previous: list[str]
    town: str
    nhs_number: str
    upn: str
    slips: list[str]

    def change(self, at: int, text: str) -> None:
        """Write the name at this place otherwise: given names first, then the family name."""
        names, place = (self.given, at) if at < len(self.given) else (self.family, at - len(self.given))
        names[place] = names[place]._replace(text=text)

    def columns(self) -> tuple[str, ...]:
        """The columns of a register, in their order, without the record's id."""
        return (
            " ".join(written.text for written in self.given if written.text),
            " ".join(written.text for written in self.family if written.text),
            ";".join(self.known_as),
            self.born,
            self.postcode,
            ";".join(self.previous),
            self.town,
            self.nhs_number,
            self.upn,
        )
