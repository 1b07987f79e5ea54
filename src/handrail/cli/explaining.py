"""`handrail policy explain`: rules in plain words, and how they stand for a member whatever the record.

Whoever runs an installation is no member, and the gate shows them no record. So this command is given none: a record's
reference only makes the address at which those who may know of the record read the rest, signed in. What it prints is
the same for a record that exists, one that the member may not see, and one that never was.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.markup import escape

from handrail.cli.exchange import acting_as
from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.home import home_of, open_site

if TYPE_CHECKING:
    from handrail.policy import Change, Explanation, Standing

PURPOSE = "administration"

_OUTCOMES = {
    ("forbid", "holds"): "Refuses, whatever the record",
    ("permit", "holds"): "Permits, whatever the record",
    ("permit", "depends"): "Permits if the record is as the rule says",
    ("permit", "fails"): "Doesn’t permit, and would if something were otherwise",
    ("forbid", "depends"): "Refuses if the record is as the rule says",
}


def explain(
    ctx: typer.Context,
    rules: Annotated[
        list[str] | None, typer.Argument(metavar="[RULE…]", help="Ids of rules, as refusals name them.")
    ] = None,
    *,
    member: Annotated[str, typer.Option("--for", metavar="EMAIL", help="The member who would act.")] = "",
    action: Annotated[str, typer.Option(help="What they would do, such as holding.read.")] = "",
    kind: Annotated[str, typer.Option(help="To what kind of record; needed where the action is done to several.")] = "",
    record: Annotated[UUID | None, typer.Option(help="The record’s id. It isn’t looked up.")] = None,
    purpose: Annotated[
        str, typer.Option(help="What they would come for: a code of the rulebook.")
    ] = "safeguarding_support",
    programme: Annotated[str, typer.Option(help="Of which programme the record would be.")] = "mac",
    json: AsJson = False,
) -> None:
    """Say what rules say, or how they stand for a member: what refuses, permits or would change it, and whom to ask.

    With rules' ids alone it needs no home. For a member it says only what holds whatever the record, and nothing of any
    record, not even whether it exists; the member's organisation has it in its ledger that you asked.
    """
    if bool(rules) == bool(member and action):
        raise Failure("Name rules, or a member (--for) and an --action.", Exit.USAGE)
    if rules:
        _say_rules(_explained(rules), as_json=json)
        return
    open_site(home_of(ctx))
    from handrail.directory.services import service
    from handrail.oversight.queries.why import whatever_the_record

    asked_for, kind = acting_as(member), kind or _kind(action)
    found = whatever_the_record(
        by=service("installer", asked_for.organisation),
        purpose=PURPOSE,
        member=asked_for.id,
        action=action,
        kind=kind,
        programme=programme,
        coming_for=purpose,
    )
    _say_standings(found, where=_where(action, kind, record, purpose), as_json=json)


def _explained(rules: Iterable[str]) -> list["Explanation"]:
    from handrail.policy import explain as explained

    found = []
    for rule in rules:
        try:
            found.append(explained(rule))
        except KeyError:
            raise Failure(f"There is no rule {rule}.", Exit.USAGE) from None
    return found


def _kind(action: str) -> str:
    """The kind of record that members do this to, if it is one."""
    from handrail.policy import engine

    found = engine().schema.actions.get(action)
    kinds = found.resources if found and "Member" in found.principals else ()
    if not kinds:
        raise Failure(f"Members don’t do {action}.", Exit.USAGE)
    if len(kinds) > 1:
        raise Failure(f"Say --kind: {action} is done to {', '.join(kinds)}.", Exit.USAGE)
    return kinds[0]


def _where(action: str, kind: str, record: UUID | None, purpose: str) -> str:
    """The page on which those who may know of the record read the rest."""
    from django.conf import settings

    from handrail.web.why import of_record

    return f"{settings.HANDRAIL_ADDRESS}{of_record(action, kind, record, purpose)}" if record else ""


def _say_rules(found: Sequence["Explanation"], *, as_json: bool) -> None:
    if as_json:
        print_json({"rules": [_as_json(rule) for rule in found]})
        return
    for rule in found:
        _say_rule(rule)


def _say_standings(found: Sequence["Standing"], *, where: str, as_json: bool) -> None:
    from handrail.policy import explain as explained

    told = [
        each for each in found if (each.effect, each.outcome) in _OUTCOMES and (each.outcome != "fails" or each.changes)
    ]
    if as_json:
        print_json({
            "rules": [
                {**_as_json(explained(each.rule)), "effect": each.effect, "whatever_the_record": each.outcome,
                 "would_change_it": [_in_words(change) for change in each.changes]}
                for each in told
            ],
            "the_rest": where,
        })  # fmt: skip
        return
    for (effect, outcome), heading in _OUTCOMES.items():
        some = [each for each in told if (each.effect, each.outcome) == (effect, outcome)]
        if some:
            console.print(f"[bold]{heading}[/]", soft_wrap=True)
        for each in some:
            _say_rule(explained(each.rule))
            if each.changes:
                changes = "; ".join(map(_in_words, each.changes))
                console.print(f"  [dim]Any of these would change it: {escape(changes)}.[/]", soft_wrap=True)
    console.print("No record was looked up: nothing here says that there is one.", soft_wrap=True)
    if where:
        console.print(f"Whoever may know of it reads the rest, signed in, at {where}", soft_wrap=True)


def _say_rule(rule: "Explanation") -> None:
    console.print(f"  {escape(rule.rule)}: {escape(rule.sentence)}", soft_wrap=True)
    console.print(f"  [dim]{escape(rule.source)}. Ask {escape(rule.whom)}.[/]", soft_wrap=True)


def _as_json(rule: "Explanation") -> dict[str, object]:
    return {"id": rule.rule, "says": rule.sentence, "source": rule.source, "ask": rule.ask}


def _in_words(change: "Change") -> str:
    words = {"with_role": "the role", "without_role": "not the role", "purpose": "the purpose"}
    plain = {"training": "training in date", "clearance": "clearance for OFFICIAL-SENSITIVE"}
    return plain.get(change.what) or f"{words[change.what]} {change.code}"
