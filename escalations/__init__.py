""" "I want your manager": who is asked for and why, who comes, how they come in, and what came of it."""
