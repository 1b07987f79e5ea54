"""Linkage inside one boundary: which of an organisation's own records may be of one person.

Splink (of the Ministry of Justice) compares them in the clear, on DuckDB or Spark, by a model that is data. What it
finds are pairs for people to look at. Nothing is merged here, and nothing leaves the organisation.
"""
