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

    from engine.board import board_from
    from engine.demo_settings import source_here
    from engine.stores import redis_of
    from ivr.explaining import explain_call

    settings = source_here().settings()
    with redis_of(settings) as redis_url:
        voice = board_from(settings, redis_url)
        told = {
            language: explain_call(voice, phone, language=language) for language in ([lang] if lang else ["tr", "en"])
        }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n  ".join(sentences) for sentences in told.values()))
