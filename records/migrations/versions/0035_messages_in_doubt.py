"""Messages in doubt are found by an index"""

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    unknown = sa.text("state = 'unknown'")
    op.create_index("messages_in_doubt", "messages", ["posted_at"], sqlite_where=unknown, postgresql_where=unknown)


def downgrade() -> None:
    op.drop_index("messages_in_doubt", "messages")
