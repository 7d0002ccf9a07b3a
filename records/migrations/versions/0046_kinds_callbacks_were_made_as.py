"""What kind a callback was made as stands beside what it became past its promised time"""

import sqlalchemy as sa
from alembic import op

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_as", sa.String(16), nullable=False, server_default="request"))
    op.execute("UPDATE callbacks SET made_as = kind")
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.alter_column("made_as", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.drop_column("made_as")
