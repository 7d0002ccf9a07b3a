"""Trying flows: whole calls through the interpreter on a clock that only moves when told, and what they covered."""
