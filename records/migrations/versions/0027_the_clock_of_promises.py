"""The clock of promises: what was agreed, pauses, steps taken, and what makes good what"""

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | None = None
depends_on: str | None = None

LONG_AGO = "1970-01-01 00:00:00.000000"
"""Until the rows are told their own: a column that must not be empty has to begin with something."""
TO_LOOK_AT = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("promises", schema=None) as batch_op:
        for name in ("agreed_for", "counted_from"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO))
        batch_op.add_column(sa.Column("calendar", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("makes_good", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("made_good_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("escalation_candidate", sa.String(length=40), nullable=True))
    op.execute("UPDATE promises SET agreed_for = due_at, counted_from = made_at")
    op.execute("UPDATE promises SET look_at = made_at WHERE status = 'open'")
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promises_makes_good"), ["makes_good"], unique=False)
        batch_op.create_index(
            "promises_to_look_at", ["look_at"], unique=False, sqlite_where=TO_LOOK_AT, postgresql_where=TO_LOOK_AT
        )
    op.create_table(
        "promise_steps",
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("was_due", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("promise_id", "step", "round"),
    )
    op.create_table(
        "promise_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_steps_case_number", "promise_steps", ["case_number"])
    op.create_index("ix_promise_pauses_case_number", "promise_pauses", ["case_number"])
    running = sa.text("ended_at IS NULL")
    with op.batch_alter_table("promise_pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_pauses_promise_id"), ["promise_id"], unique=False)
        batch_op.create_index(
            "one_pause_at_a_time", ["promise_id"], unique=True, sqlite_where=running, postgresql_where=running
        )


def downgrade() -> None:
    op.drop_table("promise_pauses")
    op.drop_table("promise_steps")
    op.drop_index("promises_to_look_at", "promises")
    op.drop_index("ix_promises_makes_good", "promises")
    for name in ("escalation_candidate", "made_good_at", "makes_good", "moves", "look_at", "calendar", "counted_from"):
        op.drop_column("promises", name)
    op.drop_column("promises", "agreed_for")
