"""What agents are shown to say to groups of customers, by the flow in force."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.case import Case
from cases.customer import Customer
from console.api.fields import Words
from console.api.flow_refused import refusals_told
from console.api.flows import flow_shown
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import wrong
from console.segment_scripts import ScriptShown, for_caller, scripts_of_flow
from records.database import reading


class ScriptsQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    case: Words | None = Field(None, description="Only those for who calls about this case.")


def list_flow_scripts(board: Board, asked: Asked) -> Page[ScriptShown]:
    """All of them in one page, by name. Versioned with the flow: a call has those it started with."""
    query: ScriptsQuery = asked.query
    with reading(board.database) as session, refusals_told():
        published = flow_shown(session, asked.path["flow"]).published
        scripts = scripts_of_flow(session, asked.path["flow"], published.version) if published else ()
        if query.case is not None:
            case = session.get(Case, query.case)
            if case is None:
                raise wrong("case", f"There is no case {query.case}.")
            customer = session.get(Customer, case.customer_id) if case.customer_id else None
            scripts = for_caller(session, scripts, customer, case, board.care)
        return Page(items=scripts)


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/scripts", scope="flows:read",
              summary="List what agents say to groups of customers", does=list_flow_scripts,
              answers=Page[ScriptShown], query=ScriptsQuery, problems=(404,)),
)  # fmt: skip
