"""How long what matching keeps is kept: a register while it may be asked, a check while it is before somebody.

What was searched for is kept with its nomination; its words end when the nomination is decided on.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from handrail.gate import Act
from handrail.matching.models import Check, Register

#: Registers of which tokens may still be used, and a table lies in the home.
STANDING = ("offered", "accepted", "suspended")


def kept(act: Act) -> Iterable[QuerySet[Any]]:
    """The keys that the acting organisation still needs, each by the id that it was made for.

    The tokens of a register are sealed under the register's own id, the words of a check under that of the check: who
    asked needs its key until what the answer rests on was destroyed with the nomination.
    """
    yield Register.objects.filter(organisation_id=act.organisation, state__in=STANDING).annotate(person_id=F("id"))
    asked = Q(organisation_id=act.organisation) & (Q(state="asked") | ~Q(reasons_sealed=b""))
    yield Check.objects.filter(asked | Q(asked_of_id=act.organisation, before_them=True))
