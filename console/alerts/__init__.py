"""A figure of the floor is out of bounds for a while: leads see it, and whoever is named is told, once."""
