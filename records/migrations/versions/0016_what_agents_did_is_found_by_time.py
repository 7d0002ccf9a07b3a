"""What agents did is found by time"""

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("call_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_events_agent"))
        batch_op.create_index("ix_call_events_agent_at", ["agent", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("call_events", schema=None) as batch_op:
        batch_op.drop_index("ix_call_events_agent_at")
        batch_op.create_index(batch_op.f("ix_call_events_agent"), ["agent"], unique=False)
