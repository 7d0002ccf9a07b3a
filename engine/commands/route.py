from datetime import datetime

import click

LANGUAGES = ("tr", "en")


@click.group("route")
def command() -> None:
    """Who gets which call."""


@command.command()
@click.option("--phone", help="The number of a caller who might call, as the carrier would send it.")
@click.option("--call", "sid", help="The SID of a call that really was: why it went where it went, offer by offer.")
@click.option("--queue", help="With --phone: as if the flow led straight to this queue, the owner first.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d %H:%M"]), help="With --phone: as if it were then, in Turkey.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="One language; by default both.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def explain(
    phone: str | None, sid: str | None, queue: str | None, at: datetime | None, lang: str | None, as_json: bool
) -> None:
    """Why a call from this number would go where it would, or why a call went where it went."""
    import json

    from engine.board import board_from
    from engine.demo_settings import source_here
    from engine.routes_explained import call_told, might_call
    from engine.stores import redis_of

    _refuse_both(phone, sid, only_with_phone=queue or at)
    languages = [lang] if lang else list(LANGUAGES)
    settings = source_here().settings()
    with redis_of(settings) as redis_url:
        voice = board_from(settings, redis_url)
        if sid is None:
            told = might_call(voice, phone or "", languages, queue=queue, at=at)
        else:
            told = call_told(voice, sid, languages)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n  ".join(sentences) for sentences in told.values()))


def _refuse_both(phone: str | None, sid: str | None, *, only_with_phone: object) -> None:
    if (phone is None) == (sid is None):
        raise click.UsageError("Say --phone for a call that might come, or --call for one that was.")
    if sid is not None and only_with_phone:
        raise click.UsageError("--queue and --at are for calls that might come: they go with --phone.")
