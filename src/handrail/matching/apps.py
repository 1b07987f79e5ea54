from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Private matching: registers, searches for who already knows a person, and identity checks."""

    name = "handrail.matching"
    label = "matching"
    verbose_name = "Private matching"

    def ready(self) -> None:
        # What becomes of a search when its nomination is decided on, or handed in, is told here; importing says so.
        from voprf.ristretto import Client

        from handrail.gate import register_unchanging
        from handrail.matching.actions import ending, following  # noqa: F401
        from handrail.matching.asked import on_authorised
        from handrail.matching.keeping import kept
        from handrail.matching.tasks import run_soon
        from handrail.sharing.keeping import on_kept

        # What undoes a blinding: whoever asks holds it until the answer is there.
        register_unchanging(Client)
        on_kept(kept)
        on_authorised(run_soon)
