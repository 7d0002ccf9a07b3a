import click


@click.command("mystery")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far back.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(days: int, as_json: bool) -> None:
    """What those heard who rang their own company, and how long it took them to reach a person."""
    import json
    from dataclasses import asdict
    from datetime import timedelta

    from engine.demo_clock import clock_of
    from engine.demo_settings import source_here
    from engine.stores import database_of
    from ivr.mystery import mystery_calls
    from records.database import reading

    settings = source_here().settings()
    with reading(database_of(settings)) as session:
        calls = mystery_calls(session, since=clock_of(settings)() - timedelta(days=days))
    if as_json:
        click.echo(json.dumps([asdict(call) for call in calls], ensure_ascii=False, indent=2, default=str))
        return
    if not calls:
        click.echo(f"No mystery call in the last {days} days.")
    for call in calls:
        reached = "-" if call.person_after_seconds is None else f"{call.person_after_seconds:.0f} s"
        click.echo(f"{call.at:%Y-%m-%d %H:%M:%S} {call.call}  {call.queue or '-'}  {call.agent or '-'}  {reached}")
        for heard in call.heard:
            click.echo(f"  {heard.seconds:6.1f} s  {heard.what}")
