"""Certificates of agents: what skill expressions ask for as `cert.<name>`."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing
from staff.agent import Agent, agent
from staff.certificate import A_NAME, Certificate, certificates_of, put_certificate
from staff.coaching import suspended


class CertificateShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    agent_id: str
    name: str
    given_by: str
    valid_from: date
    valid_until: date | None = Field(description="The last day; null: until it is withdrawn.")
    counts: bool = Field(description="Whether it counts today.")
    suspended: bool = Field(description="A coaching about conduct is open: until it is passed it does not count.")
    made_by: str
    made_at: Moment
    withdrawn_at: Moment | None


class CertificateWanted(BaseModel):
    """The same name from the same day again brings the certificate up to date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, StringConstraints(pattern=f"^{A_NAME}$")] = Field(
        description="`kvkk` is asked for as `cert.kvkk`."
    )
    given_by: Annotated[Words, StringConstraints(min_length=1, max_length=120)]
    valid_from: date | None = Field(None, description="By default today.")
    valid_until: date | None = None


def list_certificates(board: Board, asked: Asked) -> Page[CertificateShown]:
    """All this agent ever had, by name, those that ran out or were withdrawn too."""
    now = board.clock()
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        return Page(items=tuple(_shown(session, row, now) for row in certificates_of(session, known.id)))


def post_certificate(board: Board, asked: Asked) -> CertificateShown:
    """Give an agent a certificate. Their lines follow within seconds. Written to the audit trail."""
    wanted: CertificateWanted = asked.body
    now, by = board.clock(), asked.who.label
    valid_from = wanted.valid_from or civil_day(now)
    if wanted.valid_until and wanted.valid_until < valid_from:
        raise wrong("valid_until", "It lies before valid_from.")
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        certificate, _ = put_certificate(
            session, agent_id=known.id, name=wanted.name, given_by=wanted.given_by, valid_from=valid_from,
            valid_until=wanted.valid_until, made_by=by, now=now,
        )  # fmt: skip
        told = {**wanted.model_dump(mode="json"), "valid_from": valid_from.isoformat()}
        append_audit(session, by, "certificate_given", f"agent:{known.id}", told, now)
        return _shown(session, certificate, now)


def delete_certificate(board: Board, asked: Asked) -> CertificateShown:
    """Withdraw it: from now on it does not count. It stays to be read. Written to the audit trail."""
    now, by = board.clock(), asked.who.label
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        certificate = _known(session, known.id, asked.path["certificate"])
        if certificate.withdrawn_at is None:
            certificate.withdrawn_at = now
            told = {"name": certificate.name, "valid_from": certificate.valid_from.isoformat()}
            append_audit(session, by, "certificate_withdrawn", f"agent:{known.id}", told, now)
        return _shown(session, certificate, now)


def known_agent(session: Session, agent_id: str) -> Agent:
    """The agent of an id, or a 404."""
    known = agent(session, agent_id)
    if known is None or not known.active:
        raise unknown("agent", agent_id)
    return known


def _known(session: Session, agent_id: str, number: str) -> Certificate:
    digits = number.isascii() and number.isdigit() and len(number) < 10
    certificate = session.get(Certificate, int(number)) if digits else None
    if certificate is None or certificate.agent_id != agent_id:
        raise unknown("certificate", number)
    return certificate


def _shown(session: Session, certificate: Certificate, now: datetime) -> CertificateShown:
    facts = {column.name: getattr(certificate, column.name) for column in Certificate.__table__.columns}
    stopped = (certificate.agent_id, certificate.name) in suspended(session, [certificate.agent_id])
    counts = certificate.counts_on(civil_day(now)) and not stopped
    return CertificateShown.model_validate({**facts, "counts": counts, "suspended": stopped})


OPERATIONS = (
    Operation(method="GET", path="/agents/{agent}/certificates", scope="agents:read",
              summary="List an agent's certificates", does=list_certificates, answers=Page[CertificateShown],
              problems=(404,)),
    Operation(method="POST", path="/agents/{agent}/certificates", scope="agents:write",
              summary="Give an agent a certificate", does=post_certificate, answers=CertificateShown,
              body=CertificateWanted, problems=(404,)),
    Operation(method="DELETE", path="/agents/{agent}/certificates/{certificate}", scope="agents:write",
              summary="Withdraw a certificate", does=delete_certificate, answers=CertificateShown, problems=(404,)),
)  # fmt: skip
