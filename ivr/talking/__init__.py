"""A caller and a flow: the conversation, one turn of it, and the world it may ask."""
