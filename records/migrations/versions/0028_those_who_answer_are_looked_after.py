"""Coaching, reviews of calls, buddies, thanks, and calls after a purchase"""

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "buddies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.String(length=64), nullable=False),
        sa.Column("coach_id", sa.String(length=64), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["newcomer_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("buddies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddies_coach_id"), ["coach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_buddies_newcomer_id"), ["newcomer_id"], unique=False)
        batch_op.create_index(
            "ix_one_buddy_each",
            ["newcomer_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "coaching_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("coach_id", sa.String(length=64), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=True),
        sa.Column("call", sa.String(length=64), nullable=True),
        sa.Column("suspends", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once"),
    )
    with op.batch_alter_table("coaching_tasks", schema=None) as batch_op:
        batch_op.create_index("ix_coaching_tasks_agent_state", ["agent_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_tasks_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_tasks_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_tasks_coach_id"), ["coach_id"], unique=False)

    op.create_table(
        "quality_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("reviewer_id", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("coaching_task", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call", "form", "reviewer_id"),
    )
    with op.batch_alter_table("quality_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quality_reviews_agent_id"), ["agent_id"], unique=False)

    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("to_agent", sa.String(length=64), nullable=False),
        sa.Column("from_agent", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=True),
        sa.Column("call", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["to_agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once"),
    )
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thanks_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_thanks_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_thanks_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_thanks_to_id", ["to_agent", "id"], unique=False)

    op.create_table(
        "onboardings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("booked_by", sa.String(length=80), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("onboardings", schema=None) as batch_op:
        batch_op.create_index("ix_onboardings_at_state", ["at", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_customer_id"), ["customer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("onboardings")
    op.drop_table("thanks")
    op.drop_table("quality_reviews")
    op.drop_table("coaching_tasks")
    op.drop_table("buddies")
