"""Programs that perform gradient descent, right and wrong, and a way to put them before the judge in this process."""
