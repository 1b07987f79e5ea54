from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "handrail.vault"
    label = "vault"
    verbose_name = "Vault"
