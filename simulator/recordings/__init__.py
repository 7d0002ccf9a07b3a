"""What is recorded: who started it, what was said while it ran, and the file that comes of it."""
