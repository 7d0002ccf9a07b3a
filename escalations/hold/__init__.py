"""The agent puts the customer on hold for a moment, in the room they share."""
