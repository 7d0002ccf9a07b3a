"""Letters that customers write, from a mail server's pipe."""

import sys

import click

NO_LETTER, COME_AGAIN = 65, 75
"""What mail servers understand (sysexits.h): this one never, this one later."""


@click.group("mail")
def command() -> None:
    """Take in the letters that customers write."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def receive(as_json: bool) -> None:
    """Put a letter from standard input on the case it is about.

    For a mail server's pipe, such as Postfix's `destek: "|sahip mail receive"`. Exit status 0: it is kept, or was
    before. 65: this is no letter. 75: the records are out of reach, and the mail server should try again.
    """
    from dataclasses import asdict

    from callbacks.mail.reading import LONGEST, NoLetter
    from engine.errors import SchemaOutdated
    from engine.mail_desk import hand_in
    from engine.printing import print_rows
    from records.errors import RecordsUnavailable

    try:
        landed = hand_in(sys.stdin.buffer.read(LONGEST + 1))
    except NoLetter as odd:
        click.echo(f"This is no letter: {odd}.", err=True)
        sys.exit(NO_LETTER)
    except (RecordsUnavailable, SchemaOutdated) as trouble:
        click.echo(trouble, err=True)
        sys.exit(COME_AGAIN)
    shown = {name: asdict(landed)[name] for name in ("message_id", "case_number", "repeated", "new_case")}
    if as_json:
        print_rows([shown], as_json=True)
    else:
        click.echo(f"On case {landed.case_number}." if landed.case_number else "A machine wrote it: nothing to do.")
