"""Decide whether two pieces of mathematics are equal, with the reason or a point where they differ.

What is done where:

    what is asked under, and what is answered .......... decision
    an answer against the reference .................... compare
    one component ...................................... scalar, ball_trial
    a function by its values ........................... function_decision
    where to look ...................................... sample_points, further_points, kinks
    what is lost in the forms that are usual ........... usual_forms
    what a question leaves open ........................ loosening
    what decimals stand for ............................ decimals
    on which variables it depends ...................... dependence
    a second answer beside it .......................... second_answer
"""
