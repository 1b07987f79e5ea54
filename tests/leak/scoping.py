"""Breaks the scoping on purpose, one thing at a time, and shows that the suite of this folder fails each time.

    nice -n 15 python -m tests.leak.scoping
    python -m tests.leak.scoping case.open risk.list

The first writes docs/reference/leak-suite-broken.md; it is no part of `make test`. The second tries the passages named
alone and writes nothing: for whoever has changed them. What is broken and tried: scoping_run.py.
"""

import os
import sys
from pathlib import Path

import pytest

#: Names the passages that are tried, to the run.
ONLY = "HANDRAIL_LEAK_ONLY"

if __name__ == "__main__":
    os.environ[ONLY] = " ".join(sys.argv[1:])
    sys.exit(pytest.main([str(Path(__file__).with_name("scoping_run.py")), "-q", "-s", "-x", "-p", "no:cacheprovider"]))
