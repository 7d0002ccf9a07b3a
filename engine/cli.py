"""`sahip`: every command is one file in `engine/commands`, found by its name.

Exit status: 0 done, 1 failed, 2 called or set wrongly, 3 a file that cannot be read as what it should be.
"""

import sys
from importlib.metadata import version

import click

from engine import commands
from engine.command_files import CommandFiles
from engine.errors import (
    CallFailed,
    DemoDoesNotStart,
    EmbeddedValkeyDoesNotStart,
    FileNotWritten,
    NotConnected,
    OrderRefused,
    SchemaOutdated,
    SettingsRefused,
    TelephonesInHand,
)

FAILED, REFUSED, UNREADABLE = 1, 2, 3


class SahipCommands(CommandFiles):
    files = commands


@click.group(cls=SahipCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("sahip"), prog_name="sahip")
def sahip() -> None:
    """Sahip: every caller reaches the agent who owns their case."""


def main() -> None:
    """Run one command; what can be expected to go wrong is a sentence on standard error, not a traceback."""
    try:
        sahip()
    except Exception as trouble:
        status = exit_status(trouble)
        if status is None:
            raise
        click.echo(trouble, err=True)
        sys.exit(status)


def exit_status(trouble: Exception) -> int | None:
    """The status for trouble that was to be expected; None for a fault of ours. Imports late: trouble is rare."""
    from engine.centre import CentreInvalid
    from engine.scripted_call import ScriptInvalid
    from ivr.errors import FlowInvalid
    from ivr.publishing.errors import FlowOutdated, NoSuchFlow, NothingToPublish, PublishedMeanwhile, VersionUnknown
    from records.errors import CsvRefused, RecordsUnavailable

    match trouble:
        case SettingsRefused() | OrderRefused():
            return REFUSED
        case CsvRefused() | CentreInvalid() | FlowInvalid() | ScriptInvalid():
            return UNREADABLE
        case DemoDoesNotStart() | EmbeddedValkeyDoesNotStart() | SchemaOutdated() | RecordsUnavailable():
            return FAILED
        case FlowOutdated() | NoSuchFlow() | NothingToPublish() | PublishedMeanwhile() | VersionUnknown():
            return FAILED
        case CallFailed() | FileNotWritten() | NotConnected() | TelephonesInHand():
            return FAILED
        case _:
            return None


if __name__ == "__main__":
    main()
