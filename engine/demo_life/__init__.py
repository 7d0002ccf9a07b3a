"""The living demo: customers of its own ring in now and then, and agents answer whom nobody has taken.

All of it happens at the simulator's telephones, asked over HTTP: nothing here knows a way to a real number.
"""
