"""What we know of our customers and what we owe them."""
