"""What every page is given besides its own: who is signed in, where they can go, what they were told."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from handrail.web import banners, navigation
from handrail.web.requests import current_member


def context(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings.TEMPLATES."""
    member = current_member(request)
    return {
        "member": member,
        "signed_in": request.user.is_authenticated,
        "navigation": navigation.items(request, member),
        "take_banner": partial(banners.take, request),
        "demo": settings.HANDRAIL_DEMO,
        "idle_seconds": settings.HANDRAIL_IDLE_SECONDS,
        "idle_warning_seconds": settings.HANDRAIL_IDLE_WARNING_SECONDS,
    }
