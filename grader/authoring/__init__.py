"""What authors of exercises use: verification, templates and handouts, made from the same files that grading reads."""
