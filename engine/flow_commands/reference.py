import click


@click.command("reference")
@click.argument("kind", required=False)
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language it is told in.")
def command(kind: str | None, lang: str) -> None:
    """Every kind of node with its keys, or one KIND, as Markdown."""
    from ivr.language.kinds import KINDS
    from ivr.reference.reference import reference, reference_of
    from ivr.yaml_file import nearest

    if kind is not None and kind not in KINDS:
        meant = nearest(kind, list(KINDS)) or "; there are " + ", ".join(KINDS)
        raise click.BadParameter(f"there is no kind `{kind}`{meant}", param_hint="KIND")
    click.echo(reference_of(kind, lang) if kind else reference(lang))
