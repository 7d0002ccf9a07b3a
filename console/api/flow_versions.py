"""The versions of a flow: publishing the next, going back to an earlier one, and what is different between two."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.flow_refused import refusals_told
from console.api.flows import VersionShown
from console.api.operation import Asked, Operation
from console.api.page import Page
from ivr.checking.surroundings import Surroundings, skills_of
from ivr.publishing.checked import checked_against
from ivr.publishing.difference import difference
from ivr.publishing.drafting import draft_of
from ivr.publishing.found_flow import found_flow
from ivr.publishing.publication import Publication, publications
from ivr.publishing.publishing import Wish, publish, roll_back
from ivr.publishing.telling import publication_rows, version_rows
from ivr.voice_board import VoiceBoard
from records.database import reading
from routing.skills import written_down
from staff.briefing import briefings
from staff.certificate import certificate_names

ReleaseId = Annotated[Words, StringConstraints(min_length=1, max_length=12)]
Note = Annotated[Words, StringConstraints(max_length=2000)]


class ChangeShown(BaseModel):
    """Numbers of versions; `before` is null for a flow that is new."""

    model_config = ConfigDict(frozen=True)

    flow: str
    before: int | None
    after: int | None


class PublicationShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    number: int
    how: str = Field(description="first, publish or rollback.")
    release: str
    before: str | None
    changes: tuple[ChangeShown, ...]
    author: str
    note: str
    at: Moment


class PublishingWanted(BaseModel):
    """`base` is the release somebody looked at; by default the one the draft was made on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: Note = ""
    base: ReleaseId | None = None


class RollbackWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[Words, StringConstraints(min_length=1, max_length=12)] | None = Field(
        None, description="A number or a hash; by default the version before the one in force."
    )
    note: Note = ""
    base: ReleaseId | None = None


class DifferenceQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    before: Words = Field("published", description="A number, a hash, `published` or `draft`.")
    after: Words = "draft"


class WayShown(BaseModel):
    """Where a key or an outcome leads; null: it did not, or does not any more."""

    model_config = ConfigDict(frozen=True)

    node: str
    way: str
    before: str | None
    after: str | None


class DifferenceShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    settings: dict[str, tuple[Any, Any]]
    nodes_added: tuple[str, ...]
    nodes_removed: tuple[str, ...]
    nodes_changed: tuple[str, ...]
    ways: tuple[WayShown, ...]
    text: tuple[str, ...] = Field(description="The lines of a unified diff of the YAML.")


def list_flow_versions(board: Board, asked: Asked) -> Page[VersionShown]:
    """All of them in one page, the newest first."""
    with reading(board.database) as session, refusals_told():
        rows = version_rows(session, asked.path["flow"])
    return Page(items=tuple(VersionShown(**row) for row in rows))


def list_publications(board: Board, asked: Asked) -> Page[PublicationShown]:
    """What was published and rolled back, of all flows, the newest first, at most 50."""
    with reading(board.database) as session:
        rows = publication_rows(session, publications(session))
    return Page(items=tuple(map(PublicationShown.model_validate, rows)))


def publish_flow(board: Board, asked: Asked) -> PublicationShown:
    """Put the draft of this flow in force. Refused with 409 when the flow was published since the draft's `base`, and
    with 422 for what the checker calls an error in any flow.

    New calls start on it within a second or so; calls under way stay on what they started on.
    """
    wanted: PublishingWanted = asked.body
    with refusals_told(asked.path["flow"]):
        with reading(board.database) as session:
            draft, flow = draft_of(session, asked.path["flow"])
        wish = wish_of(board, asked, note=wanted.note, base=wanted.base or draft.base)
        return _shown(board, publish(board.database, [flow], checked_against(known_to(board)), wish))


def roll_back_flow(board: Board, asked: Asked) -> PublicationShown:
    """Put an earlier version in force again; it is not checked a second time."""
    wanted: RollbackWanted = asked.body
    wish = wish_of(board, asked, note=wanted.note, base=wanted.base)
    with refusals_told():
        return _shown(board, roll_back(board.database, asked.path["flow"], wanted.version, wish))


def show_flow_difference(board: Board, asked: Asked) -> DifferenceShown:
    """In nodes and ways, and in the text."""
    query: DifferenceQuery = asked.query
    name = asked.path["flow"]
    with reading(board.database) as session, refusals_told():
        before, after = (found_flow(session, name, told) for told in (query.before, query.after))
    return DifferenceShown.model_validate(difference(before, after, (query.before, query.after)).as_data())


def wish_of(board: Board, asked: Asked, *, note: str = "", base: str | None = None) -> Wish:
    """In the name of the key that asks."""
    return Wish(author=asked.who.name, note=note, now=board.clock(), who=asked.who.label, base=base)


def _shown(board: Board, publication: Publication) -> PublicationShown:
    with reading(board.database) as session:
        [row] = publication_rows(session, [publication])
    return PublicationShown.model_validate(row)


def known_to(board: Board) -> Surroundings:
    """What flows may call by name; without the webhooks' board, of the numbers and sound files nothing is known.

    Here certificates somebody has and briefings that are written are known as well.
    """
    with reading(board.database) as session:
        there = written_down(certificate_names(session), [briefing.name for briefing in briefings(session)])
    if isinstance(board, VoiceBoard):
        return replace(board.surroundings, skills=board.surroundings.skills | there)
    queues, care = frozenset(board.policy.queues), board.care
    return Surroundings(
        queues=queues,
        skills=skills_of(board.policy) | there,
        care_tags=frozenset(care.care_tags),
        reasons=frozenset(care.reasons),
    )


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/versions", scope="flows:read", summary="List a flow's versions",
              does=list_flow_versions, answers=Page[VersionShown], problems=(404,)),
    Operation(method="GET", path="/publications", scope="flows:read", summary="List what was published when",
              does=list_publications, answers=Page[PublicationShown]),
    Operation(method="POST", path="/flows/{flow}/versions", scope="flows:write", summary="Publish a flow's draft",
              does=publish_flow, answers=PublicationShown, body=PublishingWanted, problems=(404,)),
    Operation(method="POST", path="/flows/{flow}/rollback", scope="flows:write", summary="Roll a flow back",
              does=roll_back_flow, answers=PublicationShown, body=RollbackWanted, problems=(404,)),
    Operation(method="GET", path="/flows/{flow}/difference", scope="flows:read",
              summary="Compare two versions of a flow", does=show_flow_difference, answers=DifferenceShown,
              query=DifferenceQuery, problems=(404,)),
)  # fmt: skip
