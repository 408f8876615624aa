"""Derive what a question asks for, and the wrong answers that people give to it.

What is done where:

    references, compiled, kept and believed ............ references
    directions and slopes along them ................... unit_vectors
    MyGrad's word for derivatives ...................... automatic
    wrong answers by name .............................. misconceptions
"""
