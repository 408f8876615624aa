"""The kinds of item that a course can ask for, one file each; the table below is the whole registry."""
