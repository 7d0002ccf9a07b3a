"""What is spoken and what is understood: numbers, dates and money as people say them, and the words of callers."""
