"""What changes is told to the pages that show it, while they stand open."""
