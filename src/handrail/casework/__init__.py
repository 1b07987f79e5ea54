"""Support the person: cases, needs, risks, plans and escalations."""
