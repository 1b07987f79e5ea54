"""What private matching keeps: registers, searches, what they found, and identity checks."""

from handrail.matching.models.candidates import Candidate, CandidateState, Evidence
from handrail.matching.models.checks import (
    Answer,
    Check,
    CheckElement,
    CheckReply,
    CheckState,
    CheckTally,
    Fits,
    ReplyState,
    ShownElement,
)
from handrail.matching.models.registers import QuotaToken, Register, RegisterState
from handrail.matching.models.searches import Result, ResultState, Search, SearchState

__all__ = [
    "Answer",
    "Candidate",
    "CandidateState",
    "Check",
    "CheckElement",
    "CheckReply",
    "CheckState",
    "CheckTally",
    "Evidence",
    "Fits",
    "QuotaToken",
    "Register",
    "RegisterState",
    "ReplyState",
    "Result",
    "ResultState",
    "Search",
    "SearchState",
    "ShownElement",
]
