import click


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    """Show every setting with where it comes from; secrets are masked."""
    from engine.printing import print_rows
    from engine.settings import read_settings
    from engine.settings_shown import shown_settings, unread_names

    settings = shown_settings(read_settings())
    print_rows([{"name": one.name, "value": one.shown, "source": one.source} for one in settings], as_json=as_json)
    for name in unread_names():
        click.echo(f"{name} is set, but nothing reads it.", err=True)
