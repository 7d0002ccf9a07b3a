"""Forgetting people who ask for it."""

import click


@click.group("erase")
def command() -> None:
    """Forget a person: their number, name, words and ids leave every store; statistics stay."""


@command.command()
@click.option("--phone", help="Their telephone number, however it is written.")
@click.option("--customer", help="The customer's id, where several share a number.")
@click.option("--now", "at_once", is_flag=True, help="Rewrite great database files by day too; writers wait meanwhile.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def person(phone: str | None, customer: str | None, at_once: bool, as_json: bool) -> None:
    """Forget one person. While they are on the telephone it is put off to the end of the call; the clock sees to it."""
    from engine.printing import print_rows
    from engine.privacy_desk import forget_here, forgotten_before, meant_by
    from engine.privacy_told import erasure_data, erasure_sentence

    meant = meant_by(phone, customer)
    erasure = forget_here(meant, at_once=at_once)
    if erasure is None:
        before = forgotten_before(meant)
        told = f" They were forgotten on {before.done_at:%Y-%m-%d}." if before and before.done_at else ""
        if as_json:
            print_rows([erasure_data(before)] if before else [], as_json=True)
        else:
            click.echo(f"Nothing is known of them: there is nothing to forget.{told}")
        return
    if as_json:
        print_rows([erasure_data(erasure)], as_json=True)
    else:
        click.echo(erasure_sentence(erasure))


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_them(as_json: bool) -> None:
    """Who asked when, and how far it is; nobody can be told from the list."""
    from cases.erasure import erasures
    from engine.demo_settings import source_here
    from engine.printing import print_rows
    from engine.privacy_told import erasure_data
    from engine.stores import database_of
    from records.database import reading

    with reading(database_of(source_here().settings())) as session:
        print_rows([erasure_data(one) for one in erasures(session)], as_json=as_json)
