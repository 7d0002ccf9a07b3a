"""Times in which no customer was called, because hardly anybody had answered"""

import sqlalchemy as sa
from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "calling_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("trial", sa.String(20)),
        sa.Column("tried_at", MOMENT),
        sa.Column("trials", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_calling_stops_trial", "calling_stops", ["trial"])


def downgrade() -> None:
    op.drop_table("calling_stops")
