"""The clock of an installation watches for alerts as well; a simulated day does not: nobody looks at its floor."""

import os
from dataclasses import replace

from console.alerts.telling import nobody, teller
from console.alerts.watching import watching_over
from engine.centre_in_force import centre_here_in_force
from engine.settings import Settings
from ivr.voice_board import VoiceBoard


def alarming(settings: Settings, board: VoiceBoard) -> VoiceBoard:
    """The same board with one duty more. A demo alarms nobody outside."""
    rules = centre_here_in_force(settings).alerts
    tell = nobody if settings.mode == "demo" else teller(rules, os.environ)
    duties = (*board.beyond.duties, watching_over(rules, tell))
    return replace(board, beyond=replace(board.beyond, duties=duties))
