"""A Studio flow in our language: every widget that a call can come to, as a node, with what has to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ivr.checking.rules.unreachable import reachable
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.studio.liquid import variables_of
from ivr.studio.naming import distinct, plain_name
from ivr.studio.studio_file import StudioFlow, read_studio
from ivr.studio.translation import END, PERSON, Studio, Translated, language_of
from ivr.studio.widgets import translated
from ivr.studio.yaml_text import yaml_text


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The file's text, and how many places in it are marked."""

    flow: str
    text: str
    todos: int


@dataclass(frozen=True, kw_only=True)
class Into:
    """The centre the flow is brought into: its queues, and the one for whoever has no better."""

    queues: frozenset[str]
    queue: str
    reader: str = "tr"


def imported(file: Path, into: Into) -> Imported:
    """Raises FlowInvalid when the file is no flow of Studio, or none that answers calls."""
    flow = read_studio(file)
    studio = _studio(flow, into)
    body = {
        "flow": plain_name(file.stem),
        "language": studio.language,
        "start": studio.node(_start(file, flow)),
        "person": PERSON,
    }
    nodes = _nodes(studio, body)
    reached = reachable(_read(body, nodes))
    written = {name: one for name, one in nodes.items() if name in reached}
    text = yaml_text(body, _noted(studio, written), _head(studio, file, flow, reached))
    return Imported(flow=plain_name(file.stem), text=text, todos=sum(one.todos for one in written.values()))


def _nodes(studio: Studio, body: Mapping[str, str]) -> dict[str, Translated]:
    """Every widget as a node our language takes; one it would not take leads to a person."""
    nodes = {studio.names[name]: translated(studio, widget) for name, widget in studio.widgets.items()}
    nodes |= {PERSON: studio.person(), END: Translated(node={"hang_up": True})}
    try:
        _read(body, nodes)
    except ValidationError as invalid:
        refused = {str(fault["loc"][1]): fault["msg"] for fault in invalid.errors() if fault["loc"][0] == "nodes"}
        nodes |= {name: studio.person(studio.note("todo_refused", why=why)) for name, why in refused.items()}
    return nodes


def _read(body: Mapping[str, str], nodes: Mapping[str, Translated]) -> Flow:
    return Flow.model_validate({**body, "nodes": {name: one.node for name, one in nodes.items()}})


def _studio(flow: StudioFlow, into: Into) -> Studio:
    widgets = {widget.name: widget for widget in flow.states if widget.type != "trigger"}
    spoken = [language for widget in widgets.values() if (language := language_of(widget))]
    return Studio(
        widgets=widgets,
        names=distinct(widgets, frozenset({PERSON, END})),
        variables=variables_of(flow),
        queues=into.queues,
        queue=into.queue,
        language=spoken[0] if spoken else "en",
        reader=into.reader,
    )


def _start(file: Path, flow: StudioFlow) -> str:
    """The widget a call comes to first."""
    for widget in flow.states:
        if widget.type == "trigger" and (first := widget.leads("incomingCall")):
            return first
    raise FlowInvalid([f"{file}: no call comes in here: the trigger leads to nothing on `incomingCall`"])


def _noted(studio: Studio, nodes: Mapping[str, Translated]) -> Mapping[str, Translated]:
    """Each with the name it had, where that is another."""
    named = {plain: name for name, plain in studio.names.items() if plain != name}
    return {
        name: Translated(node=one.node, notes=(studio.note("was", name=named[name]), *one.notes))
        if name in named
        else one
        for name, one in nodes.items()
    }


def _head(studio: Studio, file: Path, flow: StudioFlow, reached: set[str]) -> list[str]:
    lines = [studio.note("head", file=file.name), *flow.description.splitlines()]
    left = [name for name, plain in studio.names.items() if plain not in reached]
    asked_before = _asked_before(studio, reached)
    named = {
        "merged": [name for name in left if name in asked_before],
        "unreached": [name for name in left if name not in asked_before],
    }
    return [*lines, *(studio.note(key, names=", ".join(names)) for key, names in named.items() if names)]


def _asked_before(studio: Studio, reached: set[str]) -> set[str | None]:
    """The splits that Studio comes to from what is here: the question before them knows their ways."""
    here = [widget for name, widget in studio.widgets.items() if studio.names[name] in reached]
    splits = {name for name, widget in studio.widgets.items() if widget.type == "split-based-on"}
    return {way.next for widget in here for way in widget.transitions if way.next in splits}
