"""The language of flows told to people and to editors: made of the classes that read it, so that it is what is read."""
