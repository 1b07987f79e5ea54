"""Quota tokens that were given to a request are used up by it, whatever became of the request."""

from handrail.gate import Act
from handrail.matching.models import QuotaToken, Result


def spend(act: Act, result: Result) -> None:
    """The token that ``result`` has, if any, is of no further use: it may have been sent."""
    if result.token is not None:
        with act.deliver_to(result.register.organisation_id):
            QuotaToken.objects.filter(pk=result.token).update(token_sealed=b"")
