from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "handrail.ledger"
    label = "ledger"
    verbose_name = "Ledger"
