"""Real sound: tabs of a browser that lend their ear and microphone to a line, and find each other."""
