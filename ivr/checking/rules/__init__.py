"""What a flow must not do to its callers: one rule a file, each a function that yields its faults."""
