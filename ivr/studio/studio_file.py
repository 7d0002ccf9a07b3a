"""What Studio exports: widgets and what leads from one to the next. https://www.twilio.com/docs/studio/flows"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ivr.errors import FlowInvalid
from ivr.yaml_file import named


class Condition(BaseModel):
    """`value` is compared with `arguments` in the way `type` says."""

    model_config = ConfigDict(frozen=True)

    type: str
    value: str = ""
    arguments: tuple[str, ...] = ()


class Transition(BaseModel):
    model_config = ConfigDict(frozen=True)

    event: str
    next: str | None = None
    conditions: tuple[Condition, ...] = ()


class Widget(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    type: str
    transitions: tuple[Transition, ...] = ()
    properties: Mapping[str, Any] = {}

    def leads(self, event: str) -> str | None:
        """The widget this event leads to, where it leads anywhere."""
        return next((way.next for way in self.transitions if way.event == event and way.next), None)

    def told(self, name: str) -> str:
        """A property as text; Studio writes numbers and truths now as such, now in quotes."""
        value = self.properties.get(name)
        return "" if value is None else str(value).strip()


class StudioFlow(BaseModel):
    model_config = ConfigDict(frozen=True)

    states: tuple[Widget, ...]
    description: str = ""


def read_studio(path: Path) -> StudioFlow:
    """Raises FlowInvalid, with line and column where it is no JSON."""
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
        return StudioFlow.model_validate(written.get("definition", written) if isinstance(written, dict) else written)
    except json.JSONDecodeError as broken:
        raise FlowInvalid([f"{path}:{broken.lineno}:{broken.colno}: is not JSON: {broken.msg}"]) from None
    except ValidationError as invalid:
        raise FlowInvalid([f"{path}: {named(fault['loc'])}: {fault['msg']}" for fault in invalid.errors()]) from None
    except (OSError, ValueError, RecursionError) as unreadable:
        raise FlowInvalid([f"{path}: cannot be read: {unreadable}"]) from None
