"""What may be given to make a matter right: who has what left, how the like was decided, what to look at again."""

import json
from typing import Any

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("goodwill")
def command() -> None:
    """Budgets, precedents, proposals of rules, and what should be looked at again."""


@command.command()
@click.option("--month", help="As 2026-11; by default this one.")
@JSON
@LANG
def budgets(month: str | None, as_json: bool, lang: str) -> None:
    """What everybody may give in a month and what is left, in lira."""
    from engine.desk_said import headed
    from engine.goodwill_desk import goodwill_desk_here
    from engine.printing import print_rows

    shown = goodwill_desk_here(lang).budgets(month)
    told: list[dict[str, Any]] = [one.model_dump(mode="json") for one in shown]
    rows: list[dict[str, Any]] = [
        {"agent": one.agent_id, "tier": one.tier, "month": one.budget.month, "budget": one.budget.budget,
         "spent": one.budget.spent, "left": one.budget.left, "surprises_left": one.surprise.left} for one in shown
    ]  # fmt: skip
    print_rows(told if as_json else [headed(row, lang) for row in rows], as_json=as_json)


@command.command()
@click.option("--case", "case_number", required=True, help="The case that is to be decided.")
@click.option("--kind", required=True, help="What is to be given: credit, refund, voucher …")
@click.option("--fact", "facts", multiple=True, help="What is known besides, as fault:ours; may be repeated.")
@JSON
@LANG
def precedents(case_number: str, kind: str, facts: tuple[str, ...], as_json: bool, lang: str) -> None:
    """How the same facts were decided before, and nearly the same with what differs."""
    from engine.desk_said import headed, named
    from engine.goodwill_desk import goodwill_desk_here
    from engine.printing import print_rows

    found = goodwill_desk_here(lang).precedents(case_number, kind, facts)
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    rows: list[dict[str, Any]] = [
        {"match": named("match", "near" if one.differs else "exact", lang), "case": one.case_number,
         "decision": one.decision, "amount": one.amount, "by": one.decided_by, "on": one.decided_at,
         "reason": one.reason, "differs": ", ".join(f"{each.fact}: {each.here} / {each.there}" for each in one.differs)}
        for one in (*found.exact, *found.near)
    ]  # fmt: skip
    print_rows([headed(row, lang) for row in rows], as_json=False)


@command.command()
@click.option("--since", default="30d", help="90m, 24h, 7d ago, or a moment; by default 30d.")
@JSON
@LANG
def sample(since: str, as_json: bool, lang: str) -> None:
    """What was granted and should be looked at again, the riskiest first, each reason told."""
    from cases.money import lira
    from console.wording import told_in
    from engine.desk_said import headed
    from engine.goodwill_desk import goodwill_desk_here
    from engine.printing import print_rows

    rows: list[dict[str, Any]] = [
        {"goodwill": one.goodwill.id, "agent": one.goodwill.agent_id, "case": one.goodwill.case_number,
         "kind": one.goodwill.kind, "amount": lira(one.goodwill.kurus), "score": one.score,
         "why": list(one.why) if as_json else " · ".join(told_in(lang, f"audit_{key}", {}) for key in one.why),
         "found": one.audit.verdict if one.audit else None} for one in goodwill_desk_here(lang).sample(since)
    ]  # fmt: skip
    print_rows(rows if as_json else [headed(row, lang) for row in rows], as_json=as_json)


@command.command()
@JSON
@LANG
def proposals(as_json: bool, lang: str) -> None:
    """Exceptions that were made so often that a rule was proposed."""
    from cases.money import lira
    from engine.desk_said import headed
    from engine.goodwill_desk import goodwill_desk_here
    from engine.printing import print_rows

    rows: list[dict[str, Any]] = [
        {"proposal": one.id, "status": one.status, "kind": one.kind, "up_to": lira(one.kurus),
         "facts": " ".join(f"{name}:{value}" for name, value in one.facts.items()),
         "exceptions": len(one.exceptions), "owner": one.owner_id, "opened": one.opened_at}
        for one in goodwill_desk_here(lang).proposals()
    ]  # fmt: skip
    print_rows(rows if as_json else [headed(row, lang) for row in rows], as_json=as_json)
