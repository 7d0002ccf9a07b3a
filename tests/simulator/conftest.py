"""A fresh customer on a fresh network for each test."""

import pytest

from tests.simulator.customer import Customer


@pytest.fixture
def customer() -> Customer:
    return Customer()
