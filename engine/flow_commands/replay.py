import click


@click.command("replay")
@click.argument("name")
@click.argument("version", default="file")
@click.option("--since", default="24h", help="How far back: 90m, 24h, 7d, or a moment such as 2026-11-22T09:00Z.")
@click.option("--most", default=1000, type=click.IntRange(1, 100_000), help="How many calls at most, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(name: str, version: str, since: str, most: int, as_json: bool) -> None:
    """Tell past calls again through a version of a flow: how many would go elsewhere than they did.

    VERSION is `file`, `draft`, `published`, a number or a hash.
    """
    import json
    from dataclasses import asdict

    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from engine.printing import replay_told

    found = FlowDesk(source_here().settings()).replay(name, version, since=since, most=most, lang="en")
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else replay_told(found))
