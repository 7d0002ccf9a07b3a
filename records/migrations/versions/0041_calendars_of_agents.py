"""Agents' calendars can be read from outside; callbacks are listed by when they are due, and counted by when they ended"""

import sqlalchemy as sa
from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("agent_id", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("callbacks_by_due", "callbacks", ["due_at", "id"])
    op.create_index("ix_callbacks_made_at", "callbacks", ["made_at"])
    op.create_index("ix_callbacks_ended_at", "callbacks", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_callbacks_ended_at", "callbacks")
    op.drop_index("ix_callbacks_made_at", "callbacks")
    op.drop_index("callbacks_by_due", "callbacks")
    op.drop_table("calendar_feeds")
