"""Explain gradient descent: which rule a trajectory follows, and where that rule leads.

What is done where:

    the function as numbers ............................ landscape, minimiser
    what was seen ...................................... runs
    what explains it ................................... explanations, with the lists of deviations and whole_answers
    what explains answers that are rounded ............. rounded_answers
    what steps go along, and how far ................... step_directions, step_sizes, step_history
    how a rule goes on ................................. step_rules, arrival
    a method, and what people get wrong in it .......... methods
    what explains answers by another method ............ method_explanations, with the rules of method_rules
    what explains each coordinate by itself ............ altered_parts
    steps by hand ...................................... hand_steps

Knows no exercise, no points and no students.
"""
