"""The gate of hardship, and plans at the desk"""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None


PAID = """
update payment_plans set paid = (
    select count(*) from promises
    where promises.case_number = payment_plans.case_number and promises.made_at = payment_plans.accepted_at
      and promises.kind = 'payment' and promises.status = 'kept'
)
"""
PATIENT = """
update payment_plans set patient_until = (
    select ends_on from hardships where hardships.id = payment_plans.hardship_id and hardships.ended_at is null
) where paid < instalments
"""
"""Plans that run when this is applied go on where they are."""


def upgrade() -> None:
    op.create_table(
        "hardship_stops",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("hardship_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hardship_id"], ["hardships.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("hardship_stops", schema=None) as batch_op:
        batch_op.create_index("ix_hardship_stops_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_hardship_stops_hardship_id"), ["hardship_id"], unique=False)

    with op.batch_alter_table("flow_calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=16), server_default="service", nullable=False))
        batch_op.add_column(sa.Column("debt_date", sa.Date(), nullable=True))

    with op.batch_alter_table("hardships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("payment_plans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paid", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("patient_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("broken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agent_id", sa.String(length=64), nullable=True))
        batch_op.alter_column("call", existing_type=sa.VARCHAR(length=64), nullable=True)
        batch_op.create_index(batch_op.f("ix_payment_plans_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_plans_patient_until"), ["patient_until"], unique=False)
    op.execute(PAID)
    op.execute(PATIENT)


def downgrade() -> None:
    op.execute("update payment_plans set call = '' where call is null")
    with op.batch_alter_table("payment_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_plans_patient_until"))
        batch_op.drop_index(batch_op.f("ix_payment_plans_agent_id"))
        batch_op.alter_column("call", existing_type=sa.VARCHAR(length=64), nullable=False)
        batch_op.drop_column("agent_id")
        batch_op.drop_column("broken_at")
        batch_op.drop_column("patient_until")
        batch_op.drop_column("paid")

    with op.batch_alter_table("hardships", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("flow_calls", schema=None) as batch_op:
        batch_op.drop_column("debt_date")
        batch_op.drop_column("purpose")

    with op.batch_alter_table("hardship_stops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hardship_stops_hardship_id"))
        batch_op.drop_index("ix_hardship_stops_at")

    op.drop_table("hardship_stops")
