import click


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended without asking.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
@click.pass_context
def command(context: click.Context, fix: bool, as_json: bool, lang: str) -> None:
    """Look for what keeps calls from being answered, and say how to mend it."""
    from engine.demo_settings import source_here
    from engine.doctor import examine, mend
    from engine.printing import print_rows

    settings = source_here().settings()
    if fix:
        mend(settings)
    findings = examine(settings)
    print_rows([finding.row("en" if as_json else lang) for finding in findings], as_json=as_json)
    context.exit(1 if any(finding.verdict == "wrong" for finding in findings) else 0)
