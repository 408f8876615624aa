"""Derive what a question asks for, and the wrong answers that people give to it.

What is done where:

    references, derived and checked .................... references, unit_vectors
    MyGrad's word for them ............................. automatic
    what was derived before ............................ derivation_cache
    wrong answers by name .............................. misconceptions
"""
