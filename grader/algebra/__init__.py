"""Work with expressions as trees: their exact rules, their values, their derivatives.

What is done where:

    the tree itself, and a walk over it ................ tree, fold
    every function of mathematics, a row each .......... functions
    what a person does on paper ........................ tidy, canonical
    derivatives, and slips in them ..................... differentiate
    exact values ....................................... exact
    values with a proven bound ......................... balls, ball_functions
    values in floats ................................... floats, numeric, rounding
    SymPy's derivative ................................. symbolic
"""
