"""Many submissions: graded one after the other or side by side, always with a grade for each."""
