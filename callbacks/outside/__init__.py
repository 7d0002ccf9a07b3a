"""Talking with systems outside: one exchange at a time, bounded on every side."""
