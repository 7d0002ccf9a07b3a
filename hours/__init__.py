"""When somebody is there: opening hours, holidays, what was closed by hand, and what changes in a crisis."""
