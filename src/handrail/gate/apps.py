from django.apps import AppConfig


class GateConfig(AppConfig):
    """The one way through: policy, a short transaction, and the ledger, around everything that acts."""

    name = "handrail.gate"
    label = "gate"
