"""How long a customer was on hold"""

import sqlalchemy as sa
from alembic import op

revision: str = "0050"
down_revision: str | None = "0049"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("customer_leg", sa.String(length=64), nullable=False),
        sa.Column("reservation", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("call", "customer_leg", "agent_id", "asked_at"):
        op.create_index(f"ix_holds_{column}", "holds", [column])
    _partly("one_open_hold_per_call", "call", "ended_at IS NULL", unique=True)
    _partly("holds_to_look_at", "look_at", "look_at IS NOT NULL", unique=False)


def _partly(name: str, column: str, where: str, *, unique: bool) -> None:
    some = sa.text(where)
    op.create_index(name, "holds", [column], unique=unique, sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    op.drop_table("holds")
