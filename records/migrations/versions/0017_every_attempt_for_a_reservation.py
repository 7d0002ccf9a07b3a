"""Every attempt for a reservation is found by it, settled or not"""

from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("attempts_by_subject", "attempts", ["subject", "created_at"])


def downgrade() -> None:
    op.drop_index("attempts_by_subject", "attempts")
