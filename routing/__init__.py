"""The ACD: which caller is offered to which agent, and when. Policy proposes, the floor disposes."""
