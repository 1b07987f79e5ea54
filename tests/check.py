"""Run by `make check`: what ruff, mypy and import-linter can't see. Needs no database.

Templates compile; every programme is sound, every policy is valid under the schema, and what is promised of them is
proved; models and migrations agree; what ARCHITECTURE points to is there.
"""

import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import django


def templates() -> Iterator[str]:
    """Compile every template of the Jinja engine; its syntax errors."""
    from django.template import TemplateSyntaxError, engines
    from django.template.backends.jinja2 import Jinja2

    engine = engines["jinja2"]
    if not isinstance(engine, Jinja2):
        raise TypeError("The pages are rendered by Jinja.")
    environment = engine.env
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            yield f"template {name}: {error}"


def programmes() -> Iterator[str]:
    """The faults of every programme that ships."""
    from handrail import programme
    from handrail.folders import shipped_folders

    for folder in shipped_folders():
        yield from (f"programme {folder.slug}: {fault}" for fault in programme.check(folder.path))


def policies() -> Iterator[str]:
    """The fault of the policies, if any: building the engine validates all of them."""
    from handrail import policy

    try:
        policy.engine()
    except Exception as error:
        yield f"policy: {error}"


def proofs() -> Iterator[str]:
    """What the policy breaks of its promises, with a request that shows it, and a status that is of another text."""
    from handrail.policy import PolicyFault, proved
    from handrail.policy.proofs import prove
    from handrail.policy.texts import policy_texts, schema_texts

    texts = schema_texts(), policy_texts()
    try:
        found = prove(*texts)
    except PolicyFault as fault:
        yield f"proofs: {fault}"
        return
    yield from (f"proofs: {fault}" for fault in found.faults)
    if not found.faults and proved.recorded() != proved.status(found, *texts):
        yield "policy/proved.json is of other rules: python -m handrail.policy.proved > src/handrail/policy/proved.json"


def migrations() -> Iterator[str]:
    """A model that was changed without its migration."""
    from django.core.management import call_command

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that no database could be asked for the history
        try:
            call_command("makemigrations", check=True, dry_run=True, interactive=False, verbosity=1)
        except SystemExit:
            yield "migrations: models were changed without a migration"


def places() -> Iterator[str]:
    """What ARCHITECTURE's table of places names and is not there."""
    root = Path(__file__).parents[1]
    table = (root / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Where do I change X?")[2]
    for name in re.findall(r"`([\w./*{},]+\.\w+|[\w./*{},]+/)`", table.partition("\n## ")[0]):
        for each in _each(name.rstrip("/")):
            if not any((root / "src" / "handrail").glob(f"**/{each}")) and not (root / each).exists():
                yield f"ARCHITECTURE.md: there is no {each}"


def _each(name: str) -> list[str]:
    """``views/{a,b}.py`` as two names."""
    before, _, rest = name.partition("{")
    inside, _, after = rest.partition("}")
    return [before + each + after for each in inside.split(",")] if inside else [name]


def main() -> int:
    """Print every fault; 1 if there is any."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HANDRAIL_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "handrail.site.settings"
        django.setup()
        faults = [fault for check in (templates, programmes, policies, proofs, migrations, places) for fault in check()]
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
