"""What escalations need on top of the worker's board."""

from dataclasses import dataclass

from callbacks.board import Board
from escalations.rules import EscalationRules


@dataclass(frozen=True, kw_only=True)
class EscalationBoard(Board):
    escalations: EscalationRules
