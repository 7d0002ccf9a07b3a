"""Events that leave the house: as CloudEvents, signed as Standard Webhooks have it, until they arrived."""
