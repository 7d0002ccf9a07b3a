"""What outcomes of escalations are compared by"""

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("escalations") as table:
        table.add_column(sa.Column("facts", sa.JSON(), nullable=True))
        table.add_column(sa.Column("facts_key", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("goodwill_id", sa.Integer(), nullable=True))
        table.create_index("ix_escalations_facts_key", ["facts_key"])


def downgrade() -> None:
    with op.batch_alter_table("escalations") as table:
        table.drop_index("ix_escalations_facts_key")
        table.drop_column("goodwill_id")
        table.drop_column("facts_key")
        table.drop_column("facts")
