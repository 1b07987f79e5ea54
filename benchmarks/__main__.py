"""`python -m benchmarks [imports] [site] …`: measure, print, and write what was measured into the page."""

import os
import tempfile
from pathlib import Path

# Before settings are read: a benchmark never sees the home or the database of whoever runs it.
_folder = tempfile.TemporaryDirectory(prefix="handrail-bench-", ignore_cleanup_errors=True)
Path(_folder.name).chmod(0o711)  # so that the database's own account can enter it
os.environ["HANDRAIL_HOME"] = _folder.name
os.environ["DJANGO_SETTINGS_MODULE"] = "handrail.site.settings"
for _variable in ("DATABASE_URL", "HANDRAIL_OWNER_DATABASE_URL", "HANDRAIL_BACKUP_DATABASE_URL", "HANDRAIL_KEY_DIR"):
    os.environ.pop(_variable, None)

import django  # noqa: E402

django.setup()

from benchmarks.run import command  # noqa: E402

command(Path(_folder.name))
