"""Calls to customers are counted by number, by block of a thousand numbers, by country and in all"""

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | None = None
depends_on: str | None = None

TO_A_CUSTOMER = sa.text("block IS NOT NULL")
INDEXES = {"calls_to_number": ["destination"], "calls_to_block": ["block"], "calls_to_country": ["country"],
           "calls_to_customers": []}  # fmt: skip


def upgrade() -> None:
    op.add_column("attempts", sa.Column("block", sa.String(128)))
    op.add_column("attempts", sa.Column("country", sa.String(3)))
    op.execute(
        "UPDATE attempts SET block = substr(destination, 1, length(destination) - 3)"
        " WHERE kind IN ('callback', 'flow_call') AND length(destination) > 3"
    )
    for name, columns in INDEXES.items():
        op.create_index(
            name, "attempts", [*columns, "created_at"], sqlite_where=TO_A_CUSTOMER, postgresql_where=TO_A_CUSTOMER
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "attempts")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_column("country")
        batch_op.drop_column("block")
