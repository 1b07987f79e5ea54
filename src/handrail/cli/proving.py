"""`handrail policy prove`: what the rules never permit, shown for every possible request."""

from typing import TYPE_CHECKING, Any

import typer
from rich.markup import escape

from handrail.cli.ground import AsJson, Exit, console, print_json

if TYPE_CHECKING:
    from handrail.policy.proofs import Proofs


def prove(json: AsJson = False) -> None:
    """Show for every possible request that the rules keep each promise, that none of them is idle, and that no more is
    permitted than in the last release. Says what is not proved, too.

    Exit code 0 when all of it holds, 1 otherwise, with a request that shows why. Needs no home; takes some seconds.
    """
    from handrail.policy.proofs import prove as prove_texts
    from handrail.policy.texts import policy_texts, schema_texts

    if json:
        found = prove_texts(schema_texts(), policy_texts())
        print_json(as_json(found))
    else:
        with console.status("Proving"):
            found = prove_texts(schema_texts(), policy_texts())
        say(found)
    raise typer.Exit(Exit.FAULTS_FOUND if found.faults else Exit.DONE)


def say(found: "Proofs") -> None:
    """What a person reads of it, what is not proved included; the faults come last, where they are seen."""
    from handrail.policy.proved import NOT_PROVED

    _line(f"[bold]Promises[/], each for every request that the schema allows: {found.kinds} kinds of request")
    for kept in found.promises:
        each = kept.promised
        mark = "[green]kept  [/]" if each.holds else "[bold red]BROKEN[/]"
        _line(f"{mark} {escape(each.says)}")
        core = "whatever a programme permits" if each.by_the_core else "by what is permitted now"
        about = f"{each.kinds} {'kind' if each.kinds == 1 else 'kinds'} of request, {core}, {kept.seconds:.2f} s"
        _line(f"       [dim]{escape(f'{each.id}. {each.source}. {about}')}[/]")
        for said, names in (("Only about", each.about), ("Not about", each.exceptions)):
            if names:
                _line(f"       [dim]{said}: {escape(', '.join(names))}[/]")
    idle = found.redundancy.idle
    reserve = [each.rule.id for each in idle if each.in_reserve]
    _line(f"\n[bold]Rules[/]: {found.rules}. Idle: {len(idle) - len(reserve)}")
    for rule in reserve:
        _line(f"       In reserve: {rule}. It changes no decision of today, and holds against any programme.")
    release = found.comparison
    _line(f"\n[bold]Compared with release {release.version}[/] of {release.on}: {release.compared} kinds of request")
    for name, new in (
        ("kinds of request", [str(kind) for kind in release.new]),
        ("programmes", release.programmes),
        ("widenings declared", release.declared),
    ):
        if new:
            _line(f"       New since then, {name}: {escape(', '.join(new))}")
    _line("\n[bold]Not proved[/]")
    for words in NOT_PROVED:
        _line(f"       {escape(words)}")
    for fault in found.faults:
        _line(f"\n[bold red]{escape(fault.place)}[/]: {escape(fault.says)}")
    _line(
        f"\n{'All of it holds' if not found.faults else f'Faults: {len(found.faults)}'}. {found.seconds:.1f} seconds."
    )


def _line(words: str) -> None:
    console.print(words, soft_wrap=True)


def as_json(found: "Proofs") -> dict[str, Any]:
    """What a program reads of it."""
    from handrail.policy.proved import NOT_PROVED

    return {
        "ok": not found.faults,
        "promises": [
            {
                "id": each.promised.id,
                "says": each.promised.says,
                "source": each.promised.source,
                "line": each.promised.line,
                "kinds_of_request": each.promised.kinds,
                "only_about": each.promised.about,
                "not_about": each.promised.exceptions,
                "whatever_a_programme_permits": each.promised.by_the_core,
                "holds": each.promised.holds,
                "seconds": round(each.seconds, 3),
            }
            for each in found.promises
        ],
        "rules": found.rules,
        "kinds_of_request": found.kinds,
        "in_reserve": [each.rule.id for each in found.redundancy.idle if each.in_reserve],
        "release": found.comparison.version,
        "new_kinds_of_request": list(map(str, found.comparison.new)),
        "widenings": found.comparison.declared,
        "not_proved": NOT_PROVED,
        "faults": [{"place": fault.place, "says": fault.says} for fault in found.faults],
        "seconds": round(found.seconds, 3),
    }
