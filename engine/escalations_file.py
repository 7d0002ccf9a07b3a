"""Reading `escalations.yaml`: every fault with file, line and column, before a rule is made of it."""

from pathlib import Path

from pydantic import ValidationError

from engine.escalations_parts import EscalationsFile
from escalations.rules import EscalationRules
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import faults, plain, read_mapping


def read_escalations(path: Path) -> EscalationRules:
    """What this file says; without one all is as `EscalationRules` has it. Raises FlowInvalid with every problem."""
    if not path.exists():
        return EscalationRules()
    tree = read_mapping(path, places=True)
    try:
        return EscalationsFile.model_validate(plain(path, tree)).rules
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, keys_of(EscalationsFile))) from None
