"""Who works at these pages: accounts, passwords, sessions."""
