"""The language flows are written in: one file for each kind of node, and `flow.py` for the whole."""
