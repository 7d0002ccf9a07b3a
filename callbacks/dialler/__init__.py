"""The dialler: who is owed a call is called, in turn, once, when they may be called, and by whom it was promised."""
