"""Match keys: combinations of what is known of a person, made alike on both sides. Which ones there are is data."""

from handrail.matching.keys.derive import MatchKey, match_keys, token
from handrail.matching.keys.schema import KeySchema, SchemaFault, at_size, load

__all__ = ["KeySchema", "MatchKey", "SchemaFault", "at_size", "load", "match_keys", "token"]
