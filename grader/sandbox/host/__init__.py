"""Order student processes and talk to them: the trusted side, which believes nothing that it reads.

What is done where:

    where processes come from .......................... sandbox, forking, spawning, child, greeting
    one submission's conversation ...................... session, probe_replies, channel, pipe_channel, worker_channel
    what came back ..................................... wire_values, faults, statement_remarks, near_names
    packages ........................................... packages, newer_packages
    files and folders .................................. student_files, scratch
    what this machine can do ........................... probing, machine
"""
