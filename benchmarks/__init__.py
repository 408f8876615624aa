"""What the grader costs, measured on classes that are generated; each module with a `main` is run by itself."""
