"""A request that may be repeated says which customer, case or call it is about"""

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("idempotent_requests", sa.Column("about", sa.String(120)))


def downgrade() -> None:
    op.drop_column("idempotent_requests", "about")
