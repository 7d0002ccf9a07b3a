"""We will call you: everything that is due later, who carries it out, and the clock that never forgets."""
