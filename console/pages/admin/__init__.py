"""What administrators, ops and leads keep in order: people, skills, keys, who outside is told, privacy, the system."""
