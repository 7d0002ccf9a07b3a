import click


@click.command("versions")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(name: str | None, as_json: bool) -> None:
    """Every version of a flow; without NAME, everything that was published and rolled back."""
    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from engine.printing import changes_told, print_rows

    desk = FlowDesk(source_here().settings())
    rows = desk.versions(name) if name else desk.history()
    if not as_json:
        rows = [{key: changes_told(value) if key == "changes" else value for key, value in row.items()} for row in rows]
    print_rows(rows, as_json=as_json)
