"""The addresses under which the ledger is published: those of tlog-tiles, and beside them its keys."""

from django.urls import path, register_converter

from handrail.ledger.tiles import index_path
from handrail.web.ledger import views


class Level:
    """A level of tiles, 0 to 63, without leading zeroes."""

    regex = "[1-5]?[0-9]|6[0-3]"

    to_python = int
    to_url = str


class Number:
    """The number of a tile: three digits to a folder, an ``x`` before all but the last."""

    regex = "(?:x[0-9]{3}/){0,5}[0-9]{3}"

    def to_python(self, written: str) -> int:
        """Raises ValueError, which is no page, for a number that is written in another way than the one right one."""
        number = int(written.replace("x", "").replace("/", ""))
        if index_path(number) != written:
            raise ValueError
        return number

    def to_url(self, number: int) -> str:
        """The number as tlog-tiles writes it."""
        return index_path(number)


class Width:
    """Of a partial tile: 1 to 255."""

    regex = "[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]"

    to_python = int
    to_url = str


register_converter(Level, "level")
register_converter(Number, "number")
register_converter(Width, "width")

app_name = "ledger"

urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("keys", views.keys, name="keys"),
    path("handovers", views.handovers, name="handovers"),
    path("tile/entries/<number:number>", views.entries, name="entries"),
    path("tile/entries/<number:number>.p/<width:width>", views.entries, name="partial_entries"),
    path("tile/<level:level>/<number:number>", views.tile, name="tile"),
    path("tile/<level:level>/<number:number>.p/<width:width>", views.tile, name="partial_tile"),
]
