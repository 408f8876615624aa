"""Work with expressions as trees: their exact rules, their values, their derivatives.

What is done where:

    the tree itself, and a walk over it ................ tree, fold
    every function of mathematics, a row each .......... functions
    what a person does on paper ........................ tidy, product_order, canonical
    derivatives, and slips in them ..................... differentiate, slips
    exact values ....................................... exact
    values with a proven bound ......................... balls, ball_functions
    values in floats ................................... float_functions, numeric, rounding, single, small_terms
    SymPy's derivative ................................. symbolic
"""
