"""Screens on a wall: who has the address sees the figures of the floor, and nobody's name."""
