"""What staff see and what other programs may ask: pages, the REST API, live events."""
