"""A warm transfer: a colleague is asked into a conversation, hears what it is about, comes in, and somebody leaves."""
