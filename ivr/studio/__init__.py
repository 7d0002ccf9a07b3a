"""Flows of Twilio Studio, read from what Studio exports and written in our language."""
