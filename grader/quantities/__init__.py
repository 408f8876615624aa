"""Derive what a question asks for, and the wrong answers that people give to it.

What is done where:

    an author's term as a tree ......................... terms
    an exercise's names and what they stand for ........ sheet
    what operators give, and what people get wrong ..... operators
    the one evaluation of terms ........................ evaluation
    the same over other data ........................... other_data
    the values that fit data best ...................... fitted_values
    references, compiled, kept and believed ............ references
    directions and slopes along them ................... unit_vectors
    MyGrad's word for derivatives ...................... automatic
    numbers on the way to a number ..................... numbers_on_the_way
    wrong answers by name .............................. slips
"""
