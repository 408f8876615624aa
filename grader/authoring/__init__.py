"""What authors of exercises use: templates and handouts made from the same files that grading reads."""
