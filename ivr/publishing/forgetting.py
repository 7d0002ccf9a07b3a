"""Drafts that were tried and never published are forgotten; what was published never is."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session

from ivr.publishing.draft import FlowDraft
from ivr.publishing.flow_version import FlowVersion
from ivr.publishing.kept_flow import KeptFlow
from ivr.publishing.kept_release import KeptRelease
from ivr.publishing.pointer import Pointer
from ivr.publishing.publication import Publication

TRIED_FOR: Final = timedelta(days=30)
"""So long a draft's calls can be told again; no call lasts as long."""


def forget_what_was_tried(session: Session, now: datetime) -> None:
    """Whoever saves a draft clears away what older ones left."""
    old = now - TRIED_FOR
    numbered = exists().where(FlowVersion.flow == KeptFlow.flow, FlowVersion.version == KeptFlow.version)
    drafted = exists().where(FlowDraft.flow == KeptFlow.flow, FlowDraft.version == KeptFlow.version)
    session.execute(delete(KeptFlow).where(KeptFlow.kept_at < old, ~numbered, ~drafted))
    published = exists().where(Publication.release == KeptRelease.id)
    pointed = exists().where(Pointer.release == KeptRelease.id)
    session.execute(delete(KeptRelease).where(KeptRelease.kept_at < old, ~published, ~pointed))
