import click


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    """Show every setting with where it comes from; secrets are masked."""
    from engine.demo_settings import source_here
    from engine.printing import print_rows
    from engine.settings_shown import shown_settings, unread_names

    source = source_here()
    settings = shown_settings(source.settings(), source.environment, source.env_file)
    print_rows(
        [{"name": one.name, "value": one.shown, "source": source.name_of(one.name, one.source)} for one in settings],
        as_json=as_json,
    )
    for name in unread_names():
        click.echo(f"{name} is set, but nothing reads it.", err=True)
    for name in source.ignored:
        click.echo(f"{name} is set, but the demo does not use it.", err=True)
