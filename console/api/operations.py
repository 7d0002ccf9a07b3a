"""Everything the API can do, resource by resource."""

from console.api import (
    agents,
    calls,
    case_owner,
    cases,
    crisis,
    customer_pin,
    customers,
    flow_draft,
    flow_versions,
    flows,
    holidays,
    hours,
    mystery,
    presence,
    promises,
    reservations,
    voicemails,
    wrap_up,
)
from console.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *agents.OPERATIONS,
    *presence.OPERATIONS,
    *reservations.OPERATIONS,
    *customers.OPERATIONS,
    *customer_pin.OPERATIONS,
    *cases.OPERATIONS,
    *promises.OPERATIONS,
    *case_owner.OPERATIONS,
    *calls.OPERATIONS,
    *wrap_up.OPERATIONS,
    *voicemails.OPERATIONS,
    *mystery.OPERATIONS,
    *hours.OPERATIONS,
    *holidays.OPERATIONS,
    *crisis.OPERATIONS,
    *flows.OPERATIONS,
    *flow_versions.OPERATIONS,
    *flow_draft.OPERATIONS,
)
