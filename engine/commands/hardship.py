"""The register of hardship at the keyboard: who is in it, who comes in, and whether somebody may be cut off."""

import json
from datetime import date
from typing import Any

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
AUTHOR = click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")
ACTION = click.Choice(["disconnect", "dunning", "collection_call"])
PHONE = click.option("--phone", help="A telephone number, however it is written.")
CUSTOMER = click.option("--customer", "customer_id", help="A customer's id.")
SUBSCRIBER = click.option("--subscriber", help="A meter's or subscriber's number.")


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value}: a day is written 2026-11-27.", param, context)


DAY = _Day()


@click.group("hardship")
def command() -> None:
    """Who cannot pay just now, and what is not done to them."""


@command.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are over as well.")
@JSON
@LANG
def list_(every: bool, as_json: bool, lang: str) -> None:
    """Entries of the register, the newest first."""
    from engine.hardship_desk import entries_here
    from engine.hardship_told import entry_data, entry_rows, word
    from engine.printing import print_rows

    entries = entries_here(every=every)
    if not entries and not as_json:
        click.echo(word("none", lang))
        return
    print_rows([entry_data(one) for one in entries] if as_json else entry_rows(entries, lang), as_json=as_json)


@command.command()
@PHONE
@CUSTOMER
@SUBSCRIBER
@click.option("--action", "actions", multiple=True, type=ACTION, help="What is not done; by default all three.")
@click.option("--from", "starts_on", type=DAY, help="The first day; by default today.")
@click.option("--until", "ends_on", type=DAY, help="The last day; by default until somebody ends it.")
@click.option("--debts-from", type=DAY, help="Debts of this day and later; by default all earlier ones too.")
@click.option("--debts-until", type=DAY, help="Debts of this day and earlier; by default all later ones too.")
@click.option("--reason", required=True, help="Why.")
@AUTHOR
@JSON
def add(author: str | None, as_json: bool, **told: Any) -> None:
    """Put somebody in the register."""
    from engine.hardship_desk import add_here
    from engine.hardship_told import entry_data

    entry = add_here(author=author, **told)
    click.echo(json.dumps(entry_data(entry), ensure_ascii=False, indent=2) if as_json
               else f"Entry {entry.id} is in the register.")  # fmt: skip


@command.command()
@click.argument("entry", type=click.IntRange(1, 2**31 - 1))
@AUTHOR
def end(entry: int, author: str | None) -> None:
    """End the entry of that number: from now on it stops nothing."""
    from engine.hardship_desk import end_here

    click.echo(f"Entry {entry} has ended." if end_here(entry, author=author) else f"Entry {entry} had ended before.")


@command.command()
@PHONE
@CUSTOMER
@SUBSCRIBER
@click.option("--action", type=ACTION, required=True, help="What somebody wants to do.")
@click.option("--debt-date", type=DAY, help="Of which day the debt is; without it every debt is meant.")
@click.option("--on", type=DAY, help="The day of the action; by default today.")
@JSON
@LANG
def check(as_json: bool, lang: str, **asked: Any) -> None:
    """May this be done to them? Says yes or no, and why."""
    from engine.hardship_desk import check_here
    from engine.hardship_told import verdict_data, verdict_told

    verdict = check_here(**asked)
    click.echo(json.dumps(verdict_data(verdict), ensure_ascii=False, indent=2) if as_json
               else verdict_told(verdict, lang))  # fmt: skip
