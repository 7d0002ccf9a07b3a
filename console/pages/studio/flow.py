"""`/studio/flows/<flow>`: the text of one flow with its errors and its picture, and what can be asked about it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from console.api.flow_check import CheckWanted, FlowChecked, check_flow
from console.api.flow_draft import DraftTold, show_draft
from console.api.flow_graph import drawn, written_flow
from console.api.flow_prompts import PromptsQuery, list_flow_prompts
from console.api.flow_tests import TestsQuery, play_flow_tests
from console.api.flow_traffic import TrafficQuery, show_flow_traffic
from console.api.flow_trial import ReplayQuery, replay_flow
from console.api.flow_versions import DifferenceQuery, list_flow_versions, show_flow_difference
from console.api.flows import FlowTold, show_flow
from console.pages.page import NotThere, Visit
from console.pages.studio.asking import answer, asked_by, here
from console.pages.studio.flows import numbers_of
from console.pages.studio.version_lines import lines_of_flow
from console.pages.wording import say
from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.svg import style
from ivr.language.part import NodeName
from records.database import reading

NAME: Final = TypeAdapter(NodeName)
FIRST_TEXT: Final = """\
flow: {name}
start: greeting
person: somebody
nodes:
  greeting:
    say: {{tr: "{tr}", en: "{en}"}}
    next: somebody

  somebody:
    agent: {{queue: {queue}}}
"""
"""A flow somebody begins: it can be published as it stands."""


def flow(visit: Visit) -> dict[str, Any]:
    name = visit.path["flow"]
    told = _told(visit, name)
    draft = answer(visit, show_draft, flow=name) if told and told.draft else None
    source = _source(visit, name, told, draft)
    part = visit.query.get("show", "picture")
    if part not in PARTS:
        raise NotThere
    return {
        "flow": name,
        "told": told,
        "draft": draft,
        "source": source,
        "checked": _checked(visit, name, source),
        "numbers": numbers_of(visit.board).get(name, []),
        "may_write": visit.who.may("flows:write"),
        "parts": tuple(PARTS),
        "part": part,
        "here": here(visit),
        **PARTS[part](visit),
    }


def part_of_flow(visit: Visit) -> dict[str, Any]:
    """One of the views beside the text, alone."""
    part = visit.path["part"]
    if part not in PARTS:
        raise NotThere
    shown = {"flow": visit.path["flow"], "part": part, "here": here(visit), "may_write": visit.who.may("flows:write")}
    return {**shown, "told": _told(visit, visit.path["flow"]), **PARTS[part](visit)}


def drawing_style(visit: Visit) -> Response:
    """The style sheet of the drawings: on a page they may not bring their own."""
    return Response(style(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "private, max-age=300"})


def _told(visit: Visit, name: str) -> FlowTold | None:
    """None: there is no flow of this name yet, and somebody may begin it. Raises NotThere for what is no name."""
    try:
        NAME.validate_python(name)
    except ValidationError:
        raise NotThere from None
    try:
        return answer(visit, show_flow, flow=name)
    except NotThere:
        return None


def _source(visit: Visit, name: str, told: FlowTold | None, draft: DraftTold | None) -> str:
    if draft is not None:
        return draft.source
    if told is not None and told.source is not None:
        return told.source
    greeting = {language: say(language, "studio.first_greeting") for language in ("tr", "en")}
    return FIRST_TEXT.format(name=name, queue=visit.board.policy.default_queue, **greeting)


def _checked(visit: Visit, name: str, source: str) -> FlowChecked:
    wanted = CheckWanted(source=source, language=_language(visit), draw=True)
    return answer(visit, check_flow, body=wanted, flow=name)


def _newest(visit: Visit) -> str:
    """`draft` where there is one, else `published`."""
    told = _told(visit, visit.path["flow"])
    if told is None:
        raise NotThere
    return "draft" if told.draft else "published"


def _picture(visit: Visit) -> dict[str, Any]:
    name = visit.path["flow"]
    told = _told(visit, name)
    draft = answer(visit, show_draft, flow=name) if told and told.draft else None
    return {"svg": _ours(_checked(visit, name, _source(visit, name, told, draft)).svg)}


def _try(visit: Visit) -> dict[str, Any]:
    board = visit.board
    trying = {number: board.flow_of_number[number] for number in sorted(board.draft_numbers)}
    return {"draft_numbers": trying, "telephones": visit.where.telephones}


def _tests(visit: Visit) -> dict[str, Any]:
    version = _newest(visit)
    query = TestsQuery(version=version, language=_language(visit))
    return {"version": version, "played": answer(visit, play_flow_tests, query=query, flow=visit.path["flow"])}


def _difference(visit: Visit) -> dict[str, Any]:
    name, told = visit.path["flow"], _told(visit, visit.path["flow"])
    query = asked_by(DifferenceQuery, {key: visit.query[key] for key in ("before", "after") if key in visit.query})
    if told is None or not told.published or ("after" not in visit.query and not told.draft):
        return {"difference": None, "svg": None, "query": query}
    found = answer(visit, show_flow_difference, query=query, flow=name)
    with reading(visit.board.database) as session:
        before, after = (written_flow(session, name, version) for version in (query.before, query.after))
    svg = drawn(difference_sheet(before, after, visit.viewer.language), alone=False)
    return {"difference": found, "svg": _ours(svg), "query": query}


def _versions(visit: Visit) -> dict[str, Any]:
    told = _told(visit, visit.path["flow"])
    if told is None or told.published is None:
        return lines_of_flow(visit.path["flow"], ())
    return lines_of_flow(visit.path["flow"], answer(visit, list_flow_versions, flow=visit.path["flow"]).items)


def _traffic(visit: Visit) -> dict[str, Any]:
    days = visit.query.get("days", "7")
    told = _told(visit, visit.path["flow"])
    if told is None or told.published is None:
        return {"traffic": None, "svg": None, "days": days}
    query = asked_by(TrafficQuery, {"days": days, "lang": _language(visit)})
    traffic = answer(visit, show_flow_traffic, query=query, flow=visit.path["flow"])
    return {"traffic": traffic, "svg": _ours(traffic.svg), "days": days}


def _replay(visit: Visit) -> dict[str, Any]:
    told = _told(visit, visit.path["flow"])
    if told is None or told.draft is None:
        return {"replay": None}
    query = ReplayQuery(version="draft", since=None, most=500)
    return {"replay": answer(visit, replay_flow, query=query, flow=visit.path["flow"])}


def _prompts(visit: Visit) -> dict[str, Any]:
    version = _newest(visit)
    prompts = answer(visit, list_flow_prompts, query=PromptsQuery(version=version), flow=visit.path["flow"]).items
    return {"prompts": prompts}


def _language(visit: Visit) -> Any:
    return visit.viewer.language


def _ours(svg: str | None) -> Markup | None:
    """The drawing is markup of ours: every word of a flow in it is escaped where it is drawn."""
    return None if svg is None else Markup(svg)  # noqa: S704


PARTS: Final[Mapping[str, Callable[[Visit], dict[str, Any]]]] = {
    "picture": _picture,
    "try": _try,
    "tests": _tests,
    "difference": _difference,
    "versions": _versions,
    "traffic": _traffic,
    "replay": _replay,
    "prompts": _prompts,
}
"""What is shown beside the text, one at a time."""
