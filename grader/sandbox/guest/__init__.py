"""Run a student's code and tell what came of it: the side that knows no answer.

What is done where:

    a process from its start ........................... zygote, worker
    requests in, replies and what is printed out ....... wire
    what is asked for, within a time ................... execution, work
    functions that a call is handed .................... handed_functions
    values as plain JSON ............................... encoding
    what went wrong .................................... error_report
    pauses and pictures ................................ stand_ins
"""
