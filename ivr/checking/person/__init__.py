"""Time to a person: the longest way of a caller who looks for one, from the words they have to listen to.

A caller listens to every word, chooses from menus, keeps silent, errs or presses 0, and goes no way twice. Where they
answer a question that is not a menu they are being served, and the count begins anew.
"""
