"""Reading `callbacks.yaml`: every fault with file, line and column, before a rule of the dialler is made of it."""

from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from callbacks.dialler.rules import DiallerRules
from engine.callbacks_parts import CallbacksFile
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import faults, plain, read_mapping


def read_callbacks(path: Path) -> DiallerRules:
    """What this file says; without one all is as `DiallerRules` has it. Raises FlowInvalid with every problem."""
    if not path.exists():
        return DiallerRules()
    tree = read_mapping(path, places=True)
    try:
        return CallbacksFile.model_validate(plain(path, tree)).rules
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, keys_of(CallbacksFile))) from None


def queues_unknown(rules: DiallerRules, queues: Collection[str]) -> list[str]:
    """Queues that the file names and the policy has not."""
    return sorted(set(rules.leg.first_by_queue) - set(queues))
