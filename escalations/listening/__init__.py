"""Somebody listens to a conversation, whispers to its agent or steps in."""
