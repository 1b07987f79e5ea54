"""Making quota tokens for a centre, with an entry in the log that says how many."""

from datetime import date, datetime
from pathlib import Path
from typing import Final

from handrail.ledger.canonical import Json
from handrail.matching.partner.log import PartnerLog
from handrail.matching.partner.quota import QuotaTokens

MADE: Final = "made"
QUOTA: Final = "quota"


def hand_out(
    folder: Path, *, centre: str, size: int, count: int, until: date, at: datetime, benchmark: bool = False
) -> list[str]:
    """Make so many tokens. The log says so first: a token that it does not know of is never handed out.

    Raises :class:`handrail.matching.partner.lines.LinesDamaged`.
    """
    log = PartnerLog(folder, lambda _: None)
    try:
        facts: dict[str, Json] = {
            "benchmark": benchmark,
            "centre": centre,
            "count": count,
            "elements": size,
            "until": until.isoformat(),
        }
        with log.alone():
            log.append(QUOTA, at, MADE, facts)
    finally:
        log.close()
    tokens = QuotaTokens(folder)
    try:
        return tokens.make(centre=centre, size=size, count=count, until=until, benchmark=benchmark)
    finally:
        tokens.close()
