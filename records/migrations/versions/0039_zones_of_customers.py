"""Customers may have a time zone, and callbacks a purpose, which the register of hardship is asked about"""

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.String(64)))
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(16), nullable=False, server_default="service"))
        batch_op.add_column(sa.Column("debt_date", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.drop_column("purpose")
        batch_op.drop_column("debt_date")
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("zone")
