"""Callbacks have a life of their own: states, tries, windows, their stay in line, and the steps they took"""

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
COUNTERS = (("tries", "0"), ("snoozes", "0"), ("round", "0"), ("version", "1"))
NOT_OVER = sa.text("ended_at IS NULL")
OPEN = sa.text("state = 'open'")
TO_LOOK_AT = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.drop_index("one_open_callback_per_phone", sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.add_column(sa.Column("kind", sa.String(16), nullable=False, server_default="request"))
        batch_op.add_column(sa.Column("why", sa.String(40)))
        batch_op.add_column(sa.Column("first", sa.String(8), nullable=False, server_default="agent"))
        batch_op.add_column(sa.Column("zone", sa.String(64)))
        batch_op.add_column(sa.Column("not_before", MOMENT))
        batch_op.add_column(sa.Column("until", MOMENT))
        batch_op.add_column(sa.Column("look_at", MOMENT))
        for name, usual in COUNTERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=usual))
        batch_op.add_column(sa.Column("floor_call", sa.String(64)))
        batch_op.add_column(sa.Column("made_by", sa.String(80)))
        batch_op.add_column(sa.Column("ended_at", MOMENT))
    op.execute("UPDATE callbacks SET not_before = made_at")
    op.execute("UPDATE callbacks SET ended_at = due_at WHERE state <> 'open'")
    op.execute("UPDATE callbacks SET look_at = made_at, state = 'scheduled' WHERE state = 'open'")
    _settle()


def _settle() -> None:
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.alter_column("not_before", existing_type=MOMENT, nullable=False)
        for name in ("kind", "first", *(name for name, _ in COUNTERS)):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index(
            "one_open_callback_per_phone_and_case", ["phone", "case_number"], unique=True,
            sqlite_where=NOT_OVER, postgresql_where=NOT_OVER,
        )  # fmt: skip
        batch_op.create_index("callbacks_to_look_at", ["look_at"], sqlite_where=TO_LOOK_AT, postgresql_where=TO_LOOK_AT)
        batch_op.create_index(batch_op.f("ix_callbacks_floor_call"), ["floor_call"])
    op.create_table(
        "callback_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("callback_id", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.String(40)),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("floor_call", sa.String(64)),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_callback_steps_callback_id", "callback_steps", ["callback_id"])


def downgrade() -> None:
    op.drop_table("callback_steps")
    op.execute("UPDATE callbacks SET state = 'open' WHERE ended_at IS NULL")
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.drop_index("one_open_callback_per_phone_and_case", sqlite_where=NOT_OVER, postgresql_where=NOT_OVER)
        batch_op.drop_index("callbacks_to_look_at", sqlite_where=TO_LOOK_AT, postgresql_where=TO_LOOK_AT)
        batch_op.drop_index(batch_op.f("ix_callbacks_floor_call"))
        for name in ("kind", "why", "first", "zone", "not_before", "until", "look_at", "floor_call", "made_by"):
            batch_op.drop_column(name)
        for name in ("ended_at", *(name for name, _ in COUNTERS)):
            batch_op.drop_column(name)
        batch_op.create_index(
            "one_open_callback_per_phone", ["phone"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )
