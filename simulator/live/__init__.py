"""Who listens to a call while it goes on: live transcription, and streams of its audio."""
