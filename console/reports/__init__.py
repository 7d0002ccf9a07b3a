"""What happened in a time, as figures: from the records, by `routing/service_level.py`, for the API and the CLI."""
