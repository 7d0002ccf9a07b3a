"""What nodes ask of the world, done: one file for each thing asked."""
