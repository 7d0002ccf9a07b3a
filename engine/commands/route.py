import click


@click.group("route")
def command() -> None:
    """Who gets which call."""


@command.command()
@click.option("--phone", required=True, help="The caller's number, as the carrier would send it.")
@click.option("--lang", type=click.Choice(["tr", "en"]), help="One language; by default both.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def explain(phone: str, lang: str | None, as_json: bool) -> None:
    """Why a call from this number would go where it would, right now."""
    import json
    import os

    from engine.board import board_from
    from engine.demo import is_running_here
    from engine.settings import read_settings
    from engine.stores import redis_of
    from ivr.explaining import explain_call

    if is_running_here():
        os.environ.setdefault("SAHIP_MODE", "demo")
    settings = read_settings()
    with redis_of(settings) as redis_url:
        voice = board_from(settings, redis_url)
        told = {
            language: explain_call(voice, phone, language=language) for language in ([lang] if lang else ["tr", "en"])
        }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n  ".join(sentences) for sentences in told.values()))
