"""Writing into the ledger who countersigns it: a change of the witnesses, or of how many are needed, is an entry.

What counts is the list as it lies beside the key, and not the command that changed it: a file that somebody edited by
hand is told of as well.
"""

import logging
from datetime import datetime

from django.conf import settings

from handrail import ledger
from handrail.directory.services import THE_INSTALLATION, service
from handrail.gate import Actor, action, current
from handrail.gate.facts import is_code
from handrail.ledger import witnesses
from handrail.ledger.witnesses import Witnesses

CHANGED = "ledger.witnesses_changed"

logger = logging.getLogger(__name__)


@action(CHANGED)
def record_witnesses(*, by: Actor, purpose: str, listed: Witnesses) -> None:
    """Record which witnesses there are from now on, by name and key, and how many of them are needed."""
    names = [each.key.name for each in listed.witnesses]
    current().note(needed=listed.needed, keys=_keys(listed), names=[name for name in names if is_code(name)])


def note_witnesses() -> None:
    """Record who countersigns now, if the last such entry says otherwise.

    Without an entry nobody countersigns. A list that can't be read is left to the doctor.
    """
    try:
        listed = witnesses.load(settings.HANDRAIL_KEY_DIR)
    except ledger.KeyFileError as error:
        logger.error("Whether the witnesses changed can't be seen: %s", error)  # noqa: TRY400 (the text says it all)
        return
    last = ledger.last_said(THE_INSTALLATION, CHANGED)
    known = (last.facts["needed"], last.facts["keys"]) if last else (0, [])
    if known != (listed.needed, _keys(listed)):
        record_witnesses(by=service("worker", THE_INSTALLATION), purpose="administration", listed=listed)


def witnesses_changed_at() -> datetime | None:
    """When the list or the number last changed; None where there never was a witness."""
    last = ledger.last_said(THE_INSTALLATION, CHANGED)
    return last.at if last else None


def _keys(listed: Witnesses) -> list[str]:
    """The witnesses' public keys in hexadecimal: a name can be used again, a key is one witness."""
    return sorted(each.key.public.hex() for each in listed.witnesses)
