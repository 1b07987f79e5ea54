"""What is read from the directory: colleagues, organisations, agreements, and the public register."""

from handrail.directory.queries.demo import DemoMember, demo_members

__all__ = ["DemoMember", "demo_members"]
