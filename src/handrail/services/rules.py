"""The lifecycle of a service in the directory."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.services.models import ServiceState

LISTED, CLOSED_FOR_NOW, ENDED = ServiceState.values

_KEEPER = ("whoever brings the directory in",)

#: What each state is to a directory (``status`` of HSDS 3); one that it leaves out, or calls gone for good, has ended.
SERVICE = StateTable(
    name="service",
    initial=LISTED,
    transitions={
        LISTED: {
            "list": Transition(LISTED, _KEEPER),
            "close_for_now": Transition(CLOSED_FOR_NOW, _KEEPER),
            "end": Transition(ENDED, _KEEPER),
        },
        CLOSED_FOR_NOW: {
            "list": Transition(LISTED, _KEEPER),
            "close_for_now": Transition(CLOSED_FOR_NOW, _KEEPER),
            "end": Transition(ENDED, _KEEPER),
        },
        ENDED: {
            "list": Transition(LISTED, _KEEPER),
            "close_for_now": Transition(CLOSED_FOR_NOW, _KEEPER),
            "end": Transition(ENDED, _KEEPER),
        },
    },
    titles=dict(ServiceState.choices),
)


class NotListed(RuleBroken):
    """A service that has ended, or is closed for now, is not planned with."""

    def __init__(self, field: str) -> None:
        super().__init__("service-listed", "This service is not listed any more. Choose another.", field=field)
