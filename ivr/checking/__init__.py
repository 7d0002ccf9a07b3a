"""What makes callers suffer, found before they hear it: one rule a file in `rules/`, asked together by `check`."""
