"""The demonstration pilot: synthetic people and organisations, made through the real actions. Nothing here is real."""

from handrail.demo.loading import cast, load

__all__ = ["cast", "load"]
