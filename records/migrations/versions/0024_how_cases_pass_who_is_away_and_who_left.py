"""How cases pass, who is away, who left, who was passed on, and how often customers hear from us"""

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "off_boardings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("to_agents", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("promises", sa.Integer(), nullable=False),
        sa.Column("callbacks", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("off_boardings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_off_boardings_agent_id"), ["agent_id"], unique=False)

    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stand_in_id", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_agent_ends", ["agent_id", "ends_at"], unique=False)
        batch_op.create_index("ix_absences_begun_told_starts", ["begun_told_at", "starts_at"], unique=False)
        batch_op.create_index("ix_absences_over_told_ends", ["over_told_at", "ends_at"], unique=False)

    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=140), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once"),
    )
    with op.batch_alter_table("bounces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bounces_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bounces_case_number"), ["case_number"], unique=False)

    op.create_table(
        "ownership_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("from_agent", sa.String(length=64), nullable=True),
        sa.Column("by_agent", sa.String(length=64), nullable=False),
        sa.Column("to_agent", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ownership_offers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_one_open_offer_per_case",
            ["case_number"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_ownership_offers_case_number"), ["case_number"], unique=False)
        batch_op.create_index("ix_ownership_offers_state_expires", ["state", "expires_at"], unique=False)
        batch_op.create_index("ix_ownership_offers_to_state", ["to_agent", "state"], unique=False)

    op.create_table(
        "update_cadences",
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=True),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_by", sa.String(length=80), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_number"),
    )
    with op.batch_alter_table("update_cadences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_update_cadences_look_at",
            ["look_at"],
            unique=False,
            postgresql_where=sa.text("look_at IS NOT NULL"),
            sqlite_where=sa.text("look_at IS NOT NULL"),
        )

    with op.batch_alter_table("case_ownerships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_because", sa.Text(), nullable=True))

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounces", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("bounces")

    with op.batch_alter_table("case_ownerships", schema=None) as batch_op:
        batch_op.drop_column("ended_because")

    op.drop_table("update_cadences")
    op.drop_table("ownership_offers")
    op.drop_table("bounces")
    op.drop_table("absences")
    op.drop_table("off_boardings")
