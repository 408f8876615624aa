"""Gradient descent as mathematics: what rule explains a trajectory, and where a rule leads.

Knows no exercise, no points and no students.
"""
