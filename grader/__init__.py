"""An automated grader for exercises on calculus and gradient descent."""
