"""What is to be delivered is found in its order, however much waits"""

from alembic import op
from sqlalchemy import text

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | None = None
depends_on: str | None = None

WAITING = text("state = 'waiting'")


def upgrade() -> None:
    _anew("subscription_id", "next_at", "id")


def downgrade() -> None:
    _anew("subscription_id", "next_at")


def _anew(*columns: str) -> None:
    op.drop_index("deliveries_to_make", "event_deliveries")
    op.create_index(
        "deliveries_to_make", "event_deliveries", list(columns), sqlite_where=WAITING, postgresql_where=WAITING
    )
