"""What a caller hears: flows, the conversation, and the voice webhooks."""
