"""Who talks pauses the recording of their conversation, and it goes on by itself."""
