"""What is a person's, and what was kept long enough, is found by an index; customers are looked at in turn"""

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | None = None
depends_on: str | None = None

INDEXES = (
    ("attempts", "call"),
    ("attempts", "destination"),
    ("authority_marks", "goodwill_id"),
    ("bounces", "call"),
    ("callbacks", "phone"),
    ("callbacks", "promise_id"),
    ("calls", "ended_at"),
    ("calls", "to_number"),
    ("cases", "closed_at"),
    ("contact_people", "phone"),
    ("flow_calls", "case_number"),
    ("notices", "call"),
    ("notices", "case_number"),
    ("quality_reviews", "call"),
    ("verifications", "phone"),
    ("voicemails", "phone"),
    ("vouchers", "redeemed_for"),
)


def upgrade() -> None:
    op.add_column("retention_marks", sa.Column("last_id", sa.String(length=64), server_default="", nullable=False))
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_column("retention_marks", "last_id")
