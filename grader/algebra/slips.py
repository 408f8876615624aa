"""The ways in which people get a rule of differentiation wrong: the words in which rules and functions speak of them."""

from __future__ import annotations

from enum import Enum


class Slip(Enum):
    """One way to get one rule wrong: u and v are the parts that depend on the variable."""

    EXPONENT_NOT_LOWERED = "u**n gives n*u**n"
    EXPONENT_FACTOR_FORGOTTEN = "u**n gives u**(n - 1)"
    CONSTANT_FACTOR_FORGOTTEN = "5*u gives u'"
    CHAIN_FACTOR_MISSING = "g(u) gives g'(u)"
    INNER_DIFFERENTIATED = "g(u) gives g'(u')"
    OUTER_NOT_DIFFERENTIATED = "g(u) gives g(u)*u'"
    PRODUCT_FIRST_HALF = "u*v gives u'*v"
    PRODUCT_SECOND_HALF = "u*v gives u*v'"
    PRODUCT_OF_DERIVATIVES = "u*v gives u'*v'"
    QUOTIENT_SIGN = "u/v gives (u'*v + u*v')/v**2"
    QUOTIENT_REVERSED = "u/v gives (u*v' - u'*v)/v**2"
    QUOTIENT_NOT_SQUARED = "u/v gives (u'*v - u*v')/v"
    QUOTIENT_OF_DERIVATIVES = "u/v gives u'/v'"
    QUOTIENT_FIRST_HALF = "u/v gives u'/v"
    POWER_RULE_ON_EXPONENTIAL = "b**u gives u*b**(u - 1)"
    POWER_RULE_ON_EXPONENTIAL_CHAINED = "b**u gives u'*u*b**(u - 1)"
    EXPONENT_BROUGHT_DOWN = "b**u gives u*b**u"
    BASE_LOGARITHM_MISSING = "b**u gives b**u*u'"
    TRIGONOMETRIC_SIGN = "sin gives -cos, cos gives sin"
