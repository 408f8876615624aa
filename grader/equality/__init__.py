"""Decide whether two pieces of mathematics are equal, with the reason or a point where they differ.

What is done where:

    an answer against the reference .................... compare, decision
    one component ...................................... scalar, ball_trial, branches
    a function by its values ........................... function_decision
    where to look ...................................... sample_points, further_points, kinks
    decimals, constants, tolerances .................... decimals, typed_constants, tolerance
    on which variables it depends ...................... dependence
    a second answer beside it .......................... second_answer
    a difference quotient in its place ................. difference_quotients
"""
