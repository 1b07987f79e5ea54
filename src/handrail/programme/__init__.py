"""Programmes: rulebooks as data, checked before they are used.

A programme is a folder of TOML files (its purposes, catalogues, roles, timescales …) and a policy. `load` gives it as
immutable values; `check` explains every fault of one that is being written.
"""

from handrail.programme.entries import Duration
from handrail.programme.faults import Fault, ProgrammeFault, UnknownCode
from handrail.programme.loader import check, folder_of, installed, load, slugs
from handrail.programme.rulebook import Catalogue, Programme

__all__ = [
    "Catalogue",
    "Duration",
    "Fault",
    "Programme",
    "ProgrammeFault",
    "UnknownCode",
    "check",
    "folder_of",
    "installed",
    "load",
    "slugs",
]
