"""How each log stands with this witness: how far it was cosigned, how long ago, and what is held against it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.witness.evidence import Evidence, kept
from handrail.witness.folder import NotAWitness, Witness

#: A log at work asks again every hour even when nothing was added, so a day without a word is worth a question.
SILENT_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """One log. ``size`` and ``at`` are those of the newest cosignature; ``at`` is None when there is none yet.

    ``origin`` is its folder where its key can't be read.
    """

    origin: str
    size: int
    root: str
    at: datetime | None
    evidence: tuple[Evidence, ...]
    fault: str
    silent: bool

    @property
    def well(self) -> bool:
        """Whether nobody has to look into anything."""
        return not (self.evidence or self.fault or self.silent)


def standings(witness: Witness, *, at: datetime) -> list[Standing]:
    """Every log that is watched, as it stands at this time."""
    found = []
    for log in witness.logs():
        origin, seen, fault = str(log.path), None, ""
        try:
            origin, seen = log.key.name, log.newest()
        except NotAWitness as error:
            fault = str(error)
        cosigned_at = seen.cosignature.at if seen else None
        found.append(
            Standing(
                origin=origin,
                size=seen.checkpoint.size if seen else 0,
                root=seen.checkpoint.root.hex() if seen else "",
                at=cosigned_at,
                evidence=tuple(kept(log)),
                fault=fault,
                silent=cosigned_at is not None and at - cosigned_at > SILENT_AFTER,
            )
        )
    return found
