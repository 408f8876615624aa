"""Run a student's code and tell what came of it: the side that knows no answer.

What is done where:

    a process from its start ........................... zygote, worker
    requests in, replies out ........................... execution, wire
    what is asked for .................................. work, event_loop
    values as plain JSON ............................... encoding, array_sizes
    what went wrong .................................... error_report
    what is kept from running on ....................... clock, output
    pauses and pictures ................................ stand_ins
"""
