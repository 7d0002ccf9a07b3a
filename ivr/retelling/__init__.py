"""Past calls told again through other flows: what each caller would have come to, had they answered the same."""
