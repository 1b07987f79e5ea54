"""Programmes: rulebooks as data, checked before they are used.

A programme is a folder of TOML files (its purposes, catalogues, roles, timescales …) and a policy. `load` gives it as
immutable values; `check` explains every fault of one that is being written.
"""

from handrail.programme.entries import (
    AccessReason,
    Category,
    Ceiling,
    Centre,
    Criterion,
    Duration,
    Entry,
    NotificationGround,
    Power,
    Prohibition,
    Purpose,
    Reason,
    RecallReason,
    RequestedAction,
    RetentionPeriod,
    RiskKind,
    Role,
    Rung,
    Severity,
    Stage,
    SupportAction,
    Timescale,
    Training,
)
from handrail.programme.faults import Fault, ProgrammeFault, UnknownCode
from handrail.programme.loader import check, check_beside, folder_of, installed, load, load_from, slugs
from handrail.programme.rulebook import Catalogue, Programme

__all__ = [
    "AccessReason",
    "Catalogue",
    "Category",
    "Ceiling",
    "Centre",
    "Criterion",
    "Duration",
    "Entry",
    "Fault",
    "NotificationGround",
    "Power",
    "Programme",
    "ProgrammeFault",
    "Prohibition",
    "Purpose",
    "Reason",
    "RecallReason",
    "RequestedAction",
    "RetentionPeriod",
    "RiskKind",
    "Role",
    "Rung",
    "Severity",
    "Stage",
    "SupportAction",
    "Timescale",
    "Training",
    "UnknownCode",
    "check",
    "check_beside",
    "folder_of",
    "installed",
    "load",
    "load_from",
    "slugs",
]
