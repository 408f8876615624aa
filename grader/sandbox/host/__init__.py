"""Order student processes and talk to them: the trusted side, which believes nothing that it reads.

What is done where:

    where processes come from .......................... sandbox, forking, spawning, child
    one submission's conversation ...................... session, probe_replies, channel
    values of what a call is handed .................... evaluations
    what came back ..................................... wire_values, faults
    what an exception means ............................ exceptions, caller_to_blame
    packages ........................................... packages
    files and folders .................................. folders
    what this machine can do ........................... machine
"""
