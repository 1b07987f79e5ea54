"""The doctor: looks at an installation and says of each part whether it is well and, if not, what to do."""

from handrail.site.doctor.examination import examine
from handrail.site.doctor.findings import Finding, Level

__all__ = ["Finding", "Level", "examine"]
