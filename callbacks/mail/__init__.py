"""Letters leave: written as mail is written, and handed to the centre's mail server once."""
