"""`sahip flow`: every command of it is one file in `engine/flow_commands`."""

import click

from engine import flow_commands
from engine.command_files import CommandFiles


class FlowCommands(CommandFiles):
    files = flow_commands


@click.group("flow", cls=FlowCommands)
def command() -> None:
    """What callers hear: draw it, check it, try it, publish it."""
