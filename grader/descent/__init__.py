"""Explain gradient descent: which rule a trajectory follows, and where that rule leads.

What is done where:

    the function as numbers ............................ landscape, minimiser
    what was seen ...................................... runs
    which rule explains it ............................. inference, mistakes
    what steps go along, and how far ................... step_directions, step_sizes, step_history
    how a rule goes on ................................. step_rules, arrival
    right steps behind other answers ................... step_counts
    a method, and what people get wrong in it .......... methods
    steps by hand ...................................... hand_steps

Knows no exercise, no points and no students.
"""
