"""Which addresses are addresses, and whose they are."""

import pytest
from sqlalchemy import Engine, select

from cases.customer import Customer
from cases.customer_email import customers_with_email, email_of, emails_are, emails_of
from records.database import reading, writing


@pytest.mark.parametrize(
    ("text", "email"),
    [
        (" Mehmet.Kaya@Example.COM ", "mehmet.kaya@example.com"),
        ("m+satis@posta.example.com", "m+satis@posta.example.com"),
        ("mehmet", None),
        ("mehmet@", None),
        ("a..b@example.com", None),
        ("a@example", None),
        ("a@b.com\r\nBcc: c@d.com", None),
        ("a" * 65 + "@example.com", None),
        ("a@" + "b" * 250 + ".com", None),
        ("İ@example.com", None),
        ("", None),
    ],
)
def test_an_address_is_kept_in_small_letters_and_what_is_none_is_refused(text: str, email: str | None) -> None:
    assert email_of(text) == email


def test_a_customer_has_several_addresses_and_an_address_several_customers(demo: Engine) -> None:
    with writing(demo) as session:
        first, second = session.scalars(select(Customer.id).order_by(Customer.id).limit(2)).all()
        emails_are(session, first, ["ev@example.com", "is@example.com", "ev@example.com"])
        emails_are(session, second, ["ev@example.com"])
    with writing(demo) as session:
        emails_are(session, first, ["ev@example.com"])
    with reading(demo) as session:
        assert emails_of(session, first) == ["ev@example.com"]
        assert {one.id for one in customers_with_email(session, "ev@example.com")} == {first, second}
        assert customers_with_email(session, "is@example.com") == []
