"""What a supervisor sees of the centre: how it stands, who talks, who is free, and how the day went so far."""
