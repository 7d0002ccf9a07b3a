"""Promises of every case are listed in the order in which they fall due"""

from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("promises_by_due", "promises", ["due_at", "id"])


def downgrade() -> None:
    op.drop_index("promises_by_due", table_name="promises")
