"""The telephones on a page, at `/phone`."""
