"""Keep what was graded: rows, what they depend on, and the class as reports read it.

What is done where:

    the file ........................................... store, storage
    what is kept ....................................... rows, records, recorded_conversation
    what it depends on ................................. keys, environment
    what of a class is to be graded .................... planning
    the class for reports .............................. gradebook
"""
