"""Handrail: safeguarding information-sharing and casework for Multi-Agency Centres."""

from importlib.metadata import version

__version__ = version("handrail")
