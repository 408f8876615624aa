"""A point, or a list of them, out of whatever a student's code gave or a text says; which one is right is for others.

.end_points      where in what a descent returned its point stands: alone, beside more, last of all points
.point_lists     a list of points in a value or a text, and what rows of numbers may mean
.columns         which columns of a table are the point, by their headings
.surroundings    what stands around the points and may change what they mean
.labelled_rows   rows of numbers with labels, counts and columns beside the coordinates
"""
