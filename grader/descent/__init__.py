"""Explain gradient descent: which rule a trajectory follows, and where that rule leads.

What is done where:

    the function as numbers ............................ landscape, minimiser
    what was seen ...................................... runs
    which rule explains it ............................. inference, explanation
    what steps go along ................................ step_directions, mistakes, momentum
    what size they have ................................ step_sizes, schedules
    how a rule goes on ................................. step_rules, arrival
    other things that were returned .................... values_only, step_counts, structure
    steps by hand ...................................... hand_steps

Knows no exercise, no points and no students.
"""
