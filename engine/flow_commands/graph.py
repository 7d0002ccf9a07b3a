import click


@click.command("graph")
@click.argument("flow", metavar="NAME|FILE")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="Whose words stand on the drawing.")
@click.option("--inside", is_flag=True, help="Draw the flows it goes through as well, each in a box.")
@click.option("--version", default="file", help="A number, a hash, `published` or `draft` instead of the file.")
@click.option("--against", help="An older version, or a file: draw what changed since.")
@click.option("--outline", is_flag=True, help="An indented text instead of a picture.")
def command(flow: str, lang: str, inside: bool, version: str, against: str | None, outline: bool) -> None:
    """Draw a flow of the centre, or one in a file, as SVG on standard output."""
    from engine.flow_drawing import drawn_sheet
    from ivr.drawing.outline import outline_of
    from ivr.drawing.picture import picture_of
    from ivr.errors import DrawingUnavailable

    sheet = drawn_sheet(flow, lang, inside=inside, version=version, against=against)
    if outline:
        click.echo(outline_of(sheet), nl=False)
        return
    try:
        click.echo(picture_of(sheet), nl=False)
    except DrawingUnavailable as trouble:
        click.echo(f"{trouble} Here is an outline instead.", err=True)
        click.echo(outline_of(sheet), nl=False)
