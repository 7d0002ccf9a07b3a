"""Personal data at the keyboard: what is held where, how long, and what may not be forgotten."""

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group("privacy")
def command() -> None:
    """What is personal, how long it is kept, who agreed to be recorded, what the law holds."""


@command.command()
@click.option("--table", help="This table alone.")
@click.option("--class", "held", type=click.Choice(["op", "staff", "secret", "pii", "link"]), help="This class alone.")
@JSON
def register(table: str | None, held: str | None, as_json: bool) -> None:
    """Every column of every table: its class, and what becomes of it when a person is forgotten."""
    from engine.printing import print_rows
    from records.data_register import REGISTER

    rows: list[dict[str, object]] = [
        {"table": name, "column": column, "class": kind, "when_forgotten": told.fate if column in told.emptied else ""}
        for name, told in sorted(REGISTER.items())
        for column, kind in sorted(told.classes.items())
        if table in (None, name) and held in (None, kind)
    ]
    print_rows(rows, as_json=as_json)


@command.command()
@JSON
def retention(as_json: bool) -> None:
    """How long calls, recordings, closed cases and customers are kept, in days (0: for ever), and up to when that was
    done."""
    from engine.care_file import read_care
    from engine.demo_settings import source_here
    from engine.printing import print_rows
    from engine.stores import database_of
    from records.database import reading
    from records.retention_mark import BEGINNING, reached

    settings = source_here().settings()
    periods = read_care(settings.centre / "care.yaml").privacy
    days = {"calls": periods.calls_days, "recordings": periods.recordings_days, "cases": periods.cases_days,
            "customers": periods.customers_days}  # fmt: skip
    with reading(database_of(settings)) as session:
        marks = {name: reached(session, name) for name in days}
    rows: list[dict[str, object]] = [
        {"what": name, "days": kept, "done_until": None if marks[name] == BEGINNING else marks[name]}
        for name, kept in days.items()
    ]
    print_rows(rows, as_json=as_json)


@command.command()
@click.option("--customer", help="Of this customer alone.")
@JSON
def consents(customer: str | None, as_json: bool) -> None:
    """Who was recorded, after which words, in which version of which flow; the newest first."""
    from cases.recording_consent import consents as kept_consents
    from engine.demo_settings import source_here
    from engine.printing import print_rows
    from engine.stores import database_of
    from records.database import reading

    shown = ("at", "recording", "call", "flow", "version", "node", "language", "text", "text_hash")
    with reading(database_of(source_here().settings())) as session:
        rows = kept_consents(session, limit=1000, customer=customer)
    print_rows([{name: getattr(row, name) for name in shown} for row in rows], as_json=as_json)


@command.command()
@click.option("--customer", "customer_id", help="Keep everything of this customer.")
@click.option("--case", "case_number", help="Keep this case.")
@click.option("--reason", help="Why: the court's or the authority's number.")
@click.option("--end", "ended", type=int, help="End the hold of this number.")
@JSON
def hold(
    customer_id: str | None, case_number: str | None, reason: str | None, ended: int | None, as_json: bool
) -> None:
    """Keep something for the law, or end that; with nothing said, the holds that stand."""
    from engine.legal_holds import end_here, hold_here, standing_here
    from engine.printing import print_rows

    if ended is not None:
        end_here(ended)
    elif customer_id or case_number:
        hold_here(customer_id=customer_id, case_number=case_number, reason=reason)
    shown = ("id", "customer_id", "case_number", "reason", "made_by", "made_at")
    print_rows([{name: getattr(row, name) for name in shown} for row in standing_here()], as_json=as_json)
