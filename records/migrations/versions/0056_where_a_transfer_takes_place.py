"""Where a transfer takes place"""

import sqlalchemy as sa
from alembic import op

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("transfers", sa.Column("room", sa.String(length=34), nullable=True))


def downgrade() -> None:
    op.drop_column("transfers", "room")
