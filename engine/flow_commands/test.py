from pathlib import Path

import click


@click.command("test")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(path: Path | None, as_json: bool, lang: str) -> None:
    """Play the tests beside the flows, on a clock that nobody waits for; exit 1 if one fails.

    PATH is a centre, its folder of flows or one file of tests; by default the configured centre.
    """
    import json

    from engine.flow_folder import centre_of
    from engine.flow_tests import as_data, lines_of, try_flows

    result = try_flows(centre_of(path), path)
    if as_json:
        click.echo(json.dumps(as_data(result), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines_of(result, lang)))
    raise SystemExit(1 if result.failed else 0)
