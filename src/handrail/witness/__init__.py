"""The witness: another organisation's own small service, which notes how far each log has come and countersigns it.

It holds nothing of the log but its newest signed checkpoint, no larger than a postcard. With that it notices when the
log is rewritten, cut back, or shown to different people in different versions, and keeps both signed notes as evidence.
Follows c2sp.org/tlog-witness and c2sp.org/tlog-cosignature. Needs no database and nothing of the pages; see
docs/how-to/run-a-witness.md.
"""

from handrail.witness.deciding import Answer, add_checkpoint
from handrail.witness.folder import NotAWitness, Witness
from handrail.witness.serving import Server
from handrail.witness.standing import Standing, standings
from handrail.witness.trusting import NotTrusted, hand_over, trust

__all__ = [
    "Answer",
    "NotAWitness",
    "NotTrusted",
    "Server",
    "Standing",
    "Witness",
    "add_checkpoint",
    "hand_over",
    "standings",
    "trust",
]
