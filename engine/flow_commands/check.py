from pathlib import Path

import click


@click.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--pack", "packs", multiple=True, type=click.Choice(["epdk"]), help="Rules of a regulator as well.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(path: Path | None, packs: tuple[str, ...], as_json: bool, lang: str) -> None:
    """Check flows before callers hear them, and tell the longest way to a person; exit 1 if there is an error.

    PATH is a centre, a folder of flows or one file; by default the configured centre.
    """
    import json

    from engine.flow_check import as_data, check_flows, lines_of

    checked = check_flows(path, packs)
    if as_json:
        click.echo(json.dumps(as_data(checked, lang), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines_of(checked, lang)))
    raise SystemExit(1 if checked.errors else 0)
