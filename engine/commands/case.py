"""A case: what it is about, whose it is, and everything that happened in it."""

import json

import click


@click.group("case")
def command() -> None:
    """A case and its story."""


@command.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
def show(number: str, as_json: bool, lang: str) -> None:
    """Calls, messages, promises, tasks, notes and decisions, the first thing first."""
    from engine.case_desk import case_here
    from engine.desk_said import headed, named
    from engine.printing import print_rows

    case, story, zone = case_here(number, lang)
    if as_json:
        told = {**case.model_dump(mode="json"), "timeline": [one.model_dump(mode="json") for one in story]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    status = named("status", case.status, lang)
    click.echo(f"{case.number} · {case.subject or '–'} · {case.reason or '–'} · {status} · {case.owner_id or '–'}")
    rows: list[dict[str, object]] = [
        {"at": f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}", "what": one.kind, "who": one.who or "", "": one.text or ""}
        for one in story
    ]
    print_rows([headed(row, lang) for row in rows], as_json=False)
