"""Keep a process apart: the layers that a child takes on before it runs anything.

What is done where:

    the layers in their order, and how strong they are . layers
    files and other processes .......................... landlock
    system calls ....................................... seccomp
    memory, time, descriptors .......................... limits
    root ............................................... privileges
"""
