"""`{{flow.variables.name}}`: where Studio fills in what it knows, we fill in what was kept."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.studio.naming import LONGEST_VARIABLE, plain_name
from ivr.studio.studio_file import StudioFlow

PLACE: Final = re.compile(r"\{\{\s*(.*?)\s*\}\}|\{%.*?%\}", re.DOTALL)
PARSED: Final = re.compile(r"widgets\.([^.{}|]+)\.parsed\.([\w.-]*\w)")
CALLER: Final = ("contact.channel.address", "trigger.call.From")
"""Who calls."""

Variables = Mapping[str, str]
"""What Studio calls a thing (`flow.variables.x`, `widgets.gather.Digits`) → what we keep it as."""


def variables_of(flow: StudioFlow) -> Variables:
    """Every value the flow keeps: variables it sets, answers it gathers and fetches."""
    kept: dict[str, str] = {}
    for widget in flow.states:
        if widget.type == "gather-input-on-call":
            for answer in ("Digits", "SpeechResult"):
                kept[f"widgets.{widget.name}.{answer}"] = plain_name(widget.name, LONGEST_VARIABLE)
        if widget.type == "set-variables":
            for one in widget.properties.get("variables") or ():
                kept[f"flow.variables.{one.get('key', '')}"] = plain_name(str(one.get("key", "")), LONGEST_VARIABLE)
    for found in PARSED.finditer(flow.model_dump_json()):
        kept[found[0]] = plain_name(found[2].rpartition(".")[2], LONGEST_VARIABLE)
    return kept


def parsed(name: str, widget: str) -> bool:
    """Whether this is a value of what the widget was answered."""
    found = PARSED.fullmatch(name)
    return found is not None and found[1] == widget


def variable(expression: str, variables: Variables) -> str | None:
    """The kept value an expression is, when it is nothing but that."""
    found = PLACE.fullmatch(expression.strip())
    inner = found[1] if found and found[1] else expression.strip()
    return variables.get(inner)


def spoken(text: str, variables: Variables) -> tuple[str, list[str]]:
    """The words with `{name}` for what we can fill in; what we cannot is left out and told."""
    lost: list[str] = []

    def filled(place: re.Match[str]) -> str:
        name = variable(place[0], variables)
        if name is None:
            lost.append(place[0])
        return f"{{{name}}}" if name else ""

    plain = re.sub(r"[{}]", "", PLACE.sub(lambda place: filled(place).replace("{", "\0").replace("}", "\1"), text))
    return re.sub(r"\s+", " ", plain.replace("\0", "{").replace("\1", "}")).strip(), lost
