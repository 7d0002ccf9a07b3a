"""Recorded conversations, who was told of it, and when they were paused"""

import sqlalchemy as sa
from alembic import op

revision: str = "0058"
down_revision: str | None = "0057"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversation_recordings",
        sa.Column("recording", sa.String(length=64), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("conference", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("wanted", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=True),
        sa.Column("asked_by", sa.String(length=80), nullable=True),
        sa.Column("trouble", sa.String(length=16), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("in_doubt_since", MOMENT, nullable=True),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("recording"),
    )
    for column in ("call", "agent_id", "begun_at", "ended_at"):
        op.create_index(f"ix_conversation_recordings_{column}", "conversation_recordings", [column])
    op.create_index(
        "recordings_to_look_at",
        "conversation_recordings",
        ["look_at"],
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "recording_pauses",
        sa.Column("recording", sa.String(length=64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=True),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("recording", "since"),
    )
    op.create_index("ix_recording_pauses_agent_id", "recording_pauses", ["agent_id"])
    op.create_table(
        "recording_notices",
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("call"),
    )
    for column in ("text_hash", "at"):
        op.create_index(f"ix_recording_notices_{column}", "recording_notices", [column])


def downgrade() -> None:
    op.drop_table("recording_notices")
    op.drop_table("recording_pauses")
    op.drop_table("conversation_recordings")
