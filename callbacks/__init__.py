"""Everything that is due later: who carries it out, the clock that never forgets, and what desks set in motion."""
