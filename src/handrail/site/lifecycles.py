"""The page of lifecycles, made from the state tables that the code runs on.

python -m handrail.site.lifecycles > docs/reference/lifecycles.md
"""

import sys
from importlib import import_module
from pkgutil import walk_packages

import handrail
from handrail.gate import StateTable

_HEAD = """# Lifecycles

Made from the state tables in the code (`python -m handrail.site.lifecycles`); don’t edit it by hand. Each step
names who takes it. Whether a particular member may, in a particular case, is decided by [policy](policy-rules.md).
"""


def lifecycles() -> tuple[StateTable, ...]:
    """Every state table of the product, by name: those that stand in the rules of its packages."""
    rooms = (
        import_module(each.name) for each in walk_packages(handrail.__path__, "handrail.") if ".rules" in each.name
    )
    found = {table.name: table for room in rooms for table in vars(room).values() if isinstance(table, StateTable)}
    return tuple(found[name] for name in sorted(found))


def page() -> str:
    """The whole page as Markdown."""
    return _HEAD + "".join(_section(table) for table in lifecycles())


def _section(table: StateTable) -> str:
    rows = "".join(
        f"| {table.titles[state]} | `{action}` | {table.titles[step.to]} | {', '.join(step.who)} |\n"
        for state, row in table.transitions.items()
        for action, step in row.items()
    )
    return (
        f"\n## {table.name[0].upper()}{table.name[1:]}\n\n```mermaid\n{table.mermaid()}```\n\n"
        f"| From | Step | To | Who |\n|---|---|---|---|\n{rows}"
    )


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(page())
