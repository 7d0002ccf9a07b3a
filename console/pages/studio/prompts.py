"""`/studio/prompts`: everything callers hear, flow by flow, to be read and listened to."""

from typing import Any

from console.api.flow_prompts import PromptsQuery, list_flow_prompts
from console.api.flows import list_flows
from console.pages.page import Visit
from console.pages.studio.asking import answer


def prompts(visit: Visit) -> dict[str, Any]:
    """Of each flow what is drafted, where it is drafted."""
    found = {}
    for flow in answer(visit, list_flows).items:
        query = PromptsQuery(version="draft" if flow.draft else "published")
        found[flow.name] = answer(visit, list_flow_prompts, query=query, flow=flow.name).items
    return {"prompts_of": found}
