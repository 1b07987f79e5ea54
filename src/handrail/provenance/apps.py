from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    name = "handrail.provenance"
    label = "provenance"
    verbose_name = "Provenance"
