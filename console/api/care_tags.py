"""What we keep in mind of a customer, as long as they agree."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.care_tag import CareTag, Consent, care_tags_of, note_care_tag, withdraw_care_tag
from console.api.customers import known_customer
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from console.wording import Told
from records.audit import append as append_audit
from records.database import reading, writing


class CareTagShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    tag: str
    words: Told
    consent: str = Field(description="How the customer agreed: spoken, written or web.")
    consent_at: Moment
    noted_by: str


class CareTagWanted(BaseModel):
    """Nothing is noted without consent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent: Consent
    consent_at: Moment | None = Field(None, description="When they agreed; without it now.")


def list_care_tags(board: Board, asked: Asked) -> Page[CareTagShown]:
    with reading(board.database) as session:
        return _tags(session, board, known_customer(session, asked.path["customer"]).id)


def put_care_tag(board: Board, asked: Asked) -> Page[CareTagShown]:
    """Note it; all that is noted is answered. The tags there are stand in the centre's care.yaml."""
    wanted: CareTagWanted = asked.body
    now, tag, by = board.clock(), asked.path["tag"], asked.who.label
    if tag not in board.care.care_tags:
        raise wrong("tag", f"There is no tag {tag}; there are {', '.join(board.care.care_tags)}.")
    if wanted.consent_at and wanted.consent_at > now:
        raise wrong("consent_at", "This lies in the future.")
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        note_care_tag(session, CareTag(customer_id=customer.id, tag=tag, consent=wanted.consent,
                                       consent_at=wanted.consent_at or now, noted_by=by))  # fmt: skip
        append_audit(session, by, "care_tag_noted", f"customer:{customer.id}", {"consent": wanted.consent}, now)
        return _tags(session, board, customer.id)


def delete_care_tag(board: Board, asked: Asked) -> Page[CareTagShown]:
    """The customer no longer agrees: it is forgotten, and that something was is audited."""
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        if not withdraw_care_tag(session, customer.id, asked.path["tag"]):
            raise unknown("tag of theirs", asked.path["tag"])
        append_audit(session, asked.who.label, "care_tag_withdrawn", f"customer:{customer.id}", {}, board.clock())
        return _tags(session, board, customer.id)


def _tags(session: Session, board: Board, customer_id: str) -> Page[CareTagShown]:
    return Page(items=tuple(_shown(board, one) for one in care_tags_of(session, customer_id)))


def _shown(board: Board, noted: CareTag) -> CareTagShown:
    """A tag the centre's file no longer has is called by its name."""
    tag = board.care.care_tags.get(noted.tag)
    words = Told(tr=tag.words.tr, en=tag.words.en) if tag else Told(tr=noted.tag, en=noted.tag)
    return CareTagShown(tag=noted.tag, words=words, consent=noted.consent, consent_at=noted.consent_at,
                        noted_by=noted.noted_by)  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/customers/{customer}/care-tags", scope="customers:read",
              summary="List what we keep in mind of a customer", does=list_care_tags, answers=Page[CareTagShown],
              problems=(404,)),
    Operation(method="PUT", path="/customers/{customer}/care-tags/{tag}", scope="customers:work",
              summary="Keep something in mind of a customer", does=put_care_tag, answers=Page[CareTagShown],
              body=CareTagWanted, problems=(404,)),
    Operation(method="DELETE", path="/customers/{customer}/care-tags/{tag}", scope="customers:work",
              summary="Forget it, for they no longer agree", does=delete_care_tag, answers=Page[CareTagShown],
              problems=(404,)),
)  # fmt: skip
