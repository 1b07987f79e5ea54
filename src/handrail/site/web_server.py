"""The web server: gunicorn, in the process that `handrail serve` is."""

import gc
from importlib import import_module

from django.conf import settings
from django.db import connections
from gunicorn.app.base import Application

from handrail.policy import engine


class WebServer(Application):  # type: ignore[misc]
    """Gunicorn with the site loaded once, before its working processes are forked.

    They share its memory; and a fault in a page, a policy or a programme is raised here, in full, not in each of them.
    """

    def __init__(self, *, bind: str, workers: int, threads: int) -> None:
        self._chosen = {"bind": bind, "workers": workers, "threads": threads}
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        self.load_config_from_module_name_or_filename("python:handrail.site.serving")
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Called by gunicorn, once: the application to serve."""
        from handrail.site.wsgi import application

        import_module(settings.ROOT_URLCONF)
        engine()
        connections.close_all()  # the working processes open their own
        gc.collect()
        gc.freeze()  # what was loaded stays shared: the collector of a working process leaves it alone
        return application
