"""Tests of intake: what a TA has in hand, to submissions."""
