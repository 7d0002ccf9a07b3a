from pathlib import Path

import click


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of the comments in it.")
@click.option("--queue", help="The queue for callers of whom Studio says none; the policy's default unless given.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
def command(file: Path, lang: str, queue: str | None, output: Path | None) -> None:
    """Bring in a flow that Twilio Studio exported as JSON; what has no counterpart is marked with the reason."""
    from engine.flow_importing import brought_in
    from engine.flow_text import write_new

    flow = brought_in(file, lang, queue)
    if output is None:
        click.echo(flow.text, nl=False)
    else:
        write_new(output, flow.text)
    click.echo(f"{flow.flow}: places marked `todo`: {flow.todos}.", err=True)
