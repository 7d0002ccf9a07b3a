"""An attempt tells who picked up, and attempts of a kind are found by when they were made"""

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("answered_by", sa.String(24)))
    op.create_index("attempts_by_kind", "attempts", ["kind", "created_at"])


def downgrade() -> None:
    op.drop_index("attempts_by_kind", "attempts")
    op.drop_column("attempts", "answered_by")
