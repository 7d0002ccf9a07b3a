"""A callback knows the customer's own call that it is held for"""

import sqlalchemy as sa
from alembic import op

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_by", sa.String(64)))
        batch_op.add_column(sa.Column("held_since", sa.DateTime(timezone=True)))
        batch_op.create_index(batch_op.f("ix_callbacks_held_by"), ["held_by"])


def downgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callbacks_held_by"))
        batch_op.drop_column("held_since")
        batch_op.drop_column("held_by")
