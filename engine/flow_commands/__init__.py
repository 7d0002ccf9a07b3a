"""What `sahip flow` can do, a file each."""
