"""What the three CRMs answer, in the shapes their public API references show, with people of ours in them."""

from typing import Any

ZENDESK_USERS: dict[str, Any] = {
    "results": [
        {"id": 35436, "url": "https://acme.zendesk.com/api/v2/users/35436.json", "name": "Işıl Şahin",
         "email": "isil@example.com", "phone": "0532 123 45 67", "role": "end-user", "active": True,
         "shared_phone_number": None, "result_type": "user"},
        {"id": 99999, "name": "Başka Biri", "email": None, "phone": "+905321234568", "role": "end-user",
         "result_type": "user"},
    ],
    "facets": None, "next_page": None, "previous_page": None, "count": 2,
}  # fmt: skip
ZENDESK_TICKETS: dict[str, Any] = {
    "results": [
        {"id": 4711, "subject": "Fatura", "status": "new", "requester_id": 35436, "assignee_id": None,
         "group_id": 98738, "updated_at": "2026-11-22T09:00:00Z", "result_type": "ticket"},
        {"id": 4812, "subject": "Teslimat", "status": "open", "requester_id": 35436, "assignee_id": 235323,
         "group_id": 98738, "updated_at": "2026-11-21T09:00:00Z", "result_type": "ticket"},
    ],
    "users": [{"id": 235323, "name": "Ayşe Demir", "email": "ayse@example.com", "role": "agent"}],
    "facets": None, "next_page": None, "previous_page": None, "count": 2,
}  # fmt: skip
ZENDESK_NOBODY: dict[str, Any] = {
    "results": [], "facets": None, "next_page": None, "previous_page": None, "count": 0,
}  # fmt: skip

SALESFORCE_TOKEN: dict[str, Any] = {
    "access_token": "00D000000000001!AQEAQ", "signature": "c2ln", "scope": "api",
    "instance_url": "https://acme.my.salesforce.com", "token_type": "Bearer", "issued_at": "1763800000000",
    "id": "https://login.salesforce.com/id/00D000000000001/005000000000001",
}  # fmt: skip
SALESFORCE_CASES: dict[str, Any] = {
    "totalSize": 2, "done": True,
    "records": [
        {"attributes": {"type": "Case", "url": "/services/data/v60.0/sobjects/Case/500000000000002"},
         "CaseNumber": "00001027", "OwnerId": "00G000000000001",
         "Owner": {"attributes": {"type": "Name"}, "Email": None, "Type": "Queue"}},
        {"attributes": {"type": "Case", "url": "/services/data/v60.0/sobjects/Case/500000000000001"},
         "CaseNumber": "00001026", "OwnerId": "005000000000001",
         "Owner": {"attributes": {"type": "Name"}, "Email": "ayse@example.com", "Type": "User"}},
    ],
}  # fmt: skip
SALESFORCE_NONE: dict[str, Any] = {"totalSize": 0, "done": True, "records": []}
SALESFORCE_CONTACT: dict[str, Any] = {
    "totalSize": 1, "done": True,
    "records": [{"attributes": {"type": "Contact", "url": "/services/data/v60.0/sobjects/Contact/003000000000001"},
                 "OwnerId": "005000000000002",
                 "Owner": {"attributes": {"type": "User"}, "Email": "burak@example.com"}}],
}  # fmt: skip
SALESFORCE_EXPIRED = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
SALESFORCE_LIMIT = [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]

HUBSPOT_CONTACTS: dict[str, Any] = {
    "total": 2,
    "results": [
        {"id": "100450", "createdAt": "2024-01-17T19:55:04.281Z", "updatedAt": "2024-09-11T13:27:39.356Z",
         "archived": False,
         "properties": {"hs_object_id": "100450", "hubspot_owner_id": "11111", "phone": "+90 532 123 45 68",
                        "mobilephone": None, "hs_searchable_calculated_phone_number": "5321234568"}},
        {"id": "100451", "createdAt": "2024-01-17T19:55:04.281Z", "updatedAt": "2024-09-11T13:27:39.356Z",
         "archived": False,
         "properties": {"hs_object_id": "100451", "hubspot_owner_id": "6166860", "phone": None,
                        "mobilephone": "(0532) 123 45 67", "hs_searchable_calculated_mobile_number": "5321234567"}},
    ],
}  # fmt: skip
HUBSPOT_TICKETS: dict[str, Any] = {
    "total": 1,
    "results": [{"id": "7788", "createdAt": "2026-11-20T08:00:00.000Z", "updatedAt": "2026-11-21T08:00:00.000Z",
                 "archived": False, "properties": {"hs_object_id": "7788", "hubspot_owner_id": "6166861"}}],
}  # fmt: skip
HUBSPOT_NONE: dict[str, Any] = {"total": 0, "results": []}
HUBSPOT_OWNER: dict[str, Any] = {
    "id": "6166861", "email": "ayse@example.com", "firstName": "Ayşe", "lastName": "Demir", "userId": 1296619,
    "userIdIncludingInactive": 1296619, "createdAt": "2019-10-30T03:30:17.883Z",
    "updatedAt": "2019-12-07T16:50:06.678Z", "archived": False, "type": "PERSON",
}  # fmt: skip
HUBSPOT_LIMIT: dict[str, Any] = {
    "status": "error", "message": "You have reached your secondly limit.", "errorType": "RATE_LIMIT",
    "correlationId": "c033cdaa-2c40-4a64-ae48-b4cec88dad24", "policyName": "SECONDLY",
}  # fmt: skip
