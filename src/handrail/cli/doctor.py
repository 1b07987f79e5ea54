"""`handrail doctor`: is this installation well?"""

import typer
from rich.markup import escape

from handrail.cli.ground import AsJson, Exit, console, print_json
from handrail.cli.home import home_of
from handrail.gate import clock
from handrail.site.doctor import Level, examine

COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "red"}


def register(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command()(doctor)


def doctor(ctx: typer.Context, json: AsJson = False) -> None:
    """Look at every part of the installation, and say what to do where something is wrong. Changes nothing.

    Exit code 0 when nothing fails (warnings are not failures), 1 otherwise.
    """
    findings = []
    for finding in examine(home_of(ctx), at=clock.now()):
        findings.append(finding)
        if not json:
            console.print(
                f"[{COLOURS[finding.level]}]{finding.level:<4}[/] {finding.part}: {escape(finding.what)}",
                soft_wrap=True,
            )
            if finding.do:
                console.print(f"       {escape(finding.do)}", soft_wrap=True)
    well = all(finding.level is not Level.FAIL for finding in findings)
    if json:
        print_json(
            {
                "ok": well,
                "findings": [
                    {"level": found.level, "part": found.part, "what": found.what, "do": found.do} for found in findings
                ],
            }
        )
    raise typer.Exit(Exit.DONE if well else Exit.FAULTS_FOUND)
