"""Breaches of the scoping that the suite doesn't notice, and why that is so: by where they are made."""

from collections.abc import Mapping

SURVIVORS: Mapping[str, str] = {}
