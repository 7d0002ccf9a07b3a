"""What ops wrote becomes what callers hear: versions that never change, releases, and a pointer to the one in force."""
