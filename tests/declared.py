"""Everything that passes the gate, wherever in the product it is declared: all of it has been imported here."""

from importlib import import_module
from pkgutil import walk_packages

import handrail
from handrail.gate import passages

__all__ = ["passages"]

for module in walk_packages(handrail.__path__, "handrail."):
    if not {"migrations", "__main__"} & set(module.name.split(".")):
        import_module(module.name)
