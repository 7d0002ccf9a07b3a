"""Messages go by SMS, WhatsApp and e-mail; what customers write is kept; opting out is by channel"""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "customer_emails",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "email"),
    )
    with op.batch_alter_table("customer_emails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_emails_email"), ["email"], unique=False)

    op.create_table(
        "received_messages",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("from_number", sa.String(length=20), nullable=True),
        sa.Column("from_email", sa.String(length=254), nullable=True),
        sa.Column("to_address", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("mail_id", sa.String(length=300), nullable=True),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=True),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("known_sender", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("received_messages", schema=None) as batch_op:
        batch_op.create_index("ix_received_messages_case_at", ["case_number", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_messages_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_messages_from_email"), ["from_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_messages_from_number"), ["from_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_messages_received_at"), ["received_at"], unique=False)

    op.create_table(
        "received_attachments",
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["received_messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "place"),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=16), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=16), server_default="sms", nullable=False))
        batch_op.add_column(sa.Column("to_email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("subject", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("content", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("template", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("purpose", sa.String(length=16), server_default="service", nullable=False))
        batch_op.add_column(sa.Column("written_by", sa.String(length=64), nullable=True))
        batch_op.alter_column("to_number", existing_type=sa.VARCHAR(length=20), nullable=True)
        batch_op.create_index(batch_op.f("ix_messages_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_sid"), ["sid"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_to_email"), ["to_email"], unique=False)

    op.create_table(
        "opt_outs_by_channel",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("address", "channel"),
    )
    op.execute(
        "insert into opt_outs_by_channel (address, channel, since, how) select phone, 'sms', since, how from opt_outs"
    )
    op.drop_table("opt_outs")
    op.rename_table("opt_outs_by_channel", "opt_outs")


def downgrade() -> None:
    op.create_table(
        "opt_outs_of_phones",
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("phone"),
    )
    op.execute(
        "insert into opt_outs_of_phones (phone, since, how) select address, since, how from opt_outs where channel = 'sms'"
    )
    op.drop_table("opt_outs")
    op.rename_table("opt_outs_of_phones", "opt_outs")

    op.execute("delete from messages where to_number is null")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_to_email"))
        batch_op.drop_index(batch_op.f("ix_messages_sid"))
        batch_op.drop_index(batch_op.f("ix_messages_case_number"))
        batch_op.alter_column("to_number", existing_type=sa.VARCHAR(length=20), nullable=False)
        batch_op.drop_column("written_by")
        batch_op.drop_column("purpose")
        batch_op.drop_column("template")
        batch_op.drop_column("content")
        batch_op.drop_column("subject")
        batch_op.drop_column("to_email")
        batch_op.drop_column("channel")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("channel")

    op.drop_table("received_attachments")
    with op.batch_alter_table("received_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_messages_received_at"))
        batch_op.drop_index(batch_op.f("ix_received_messages_from_number"))
        batch_op.drop_index(batch_op.f("ix_received_messages_from_email"))
        batch_op.drop_index(batch_op.f("ix_received_messages_customer_id"))
        batch_op.drop_index("ix_received_messages_case_at")

    op.drop_table("received_messages")
    with op.batch_alter_table("customer_emails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_emails_email"))

    op.drop_table("customer_emails")
