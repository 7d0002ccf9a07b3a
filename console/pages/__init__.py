"""What staff see in a browser: desk, floor, studio, admin, reports."""
