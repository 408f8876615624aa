"""Draw what kinds, shapes and operators say can be drawn of an answer: at most four a student, what went wrong first.

What is done where:

    which answers are drawn ............................ chosen
    a drawing as SVG ................................... svg
    the level lines of a function, once for a class .... level_lines
    its surface as a wire frame ........................ surface
"""
