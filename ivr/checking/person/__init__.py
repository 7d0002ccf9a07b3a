"""Time to a person: the longest way of a caller who looks for one, from the words they have to listen to.

A caller listens to every word, chooses from menus, keeps silent, errs or presses 0, and goes no way twice. The count
begins anew where they answer a question that is not a menu or get what they called for: there they are being served.
So it does where they are asked such a question because of what they chose, and then keep silent or err. Ways of callers
for whom nobody is at work lead to no person, and are not counted.
"""
