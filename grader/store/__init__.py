"""Keep what was graded: rows, what they depend on, and the class as reports read it.

What is done where:

    the file ........................................... store, storage
    what is kept ....................................... rows, records
    what it depends on ................................. keys
    what of a class is to be graded, and with what ..... plan
    the class for reports .............................. gradebook
"""
