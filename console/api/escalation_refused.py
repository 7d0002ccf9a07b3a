"""What an escalation, a transfer or somebody who listens was refused for, as the API says it."""

from console.api.problem import Problem
from console.wording import told
from escalations.errors import EscalationRefused


def refused_as(status: int, refused: EscalationRefused) -> Problem:
    return Problem(status, str(refused), told=told(f"refused_{refused.why}", {}))
