"""Who bears an entry as things stand now, in SQL: lines run out, lapse and are confirmed after work was recorded.

Nobody pays for what no line was named for, for what was done after a line's last day, and for what was recorded on a
line that lapsed before it was ever confirmed. A line that lapsed after it was confirmed has paid for what was done
until then.
"""

from django.db.models import Case, F, Q, Value, When

from handrail.costs.models import Cover
from handrail.directory.models import FundingState

COVER_NOW = Case(
    When(Q(line=None) | Q(on__gt=F("line__ends_on")), then=Value(Cover.NOBODY.value)),
    When(line__state=FundingState.CONFIRMED, then=Value(Cover.PAID.value)),
    When(line__state=FundingState.PROMISED, then=Value(Cover.PROMISED.value)),
    When(cover=Cover.PAID, then=Value(Cover.PAID.value)),
    default=Value(Cover.NOBODY.value),
)
