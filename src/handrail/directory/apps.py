from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Who is who: organisations, centres, members, roles and agreements."""

    name = "handrail.directory"
    label = "directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Tell the gate where the people and services that act come from."""
        from handrail.directory.principals import DirectoryPrincipals
        from handrail.gate import register_principals

        register_principals(DirectoryPrincipals())
