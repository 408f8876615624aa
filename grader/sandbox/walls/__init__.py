"""Keep a process apart: the layers that a child takes on before it runs anything.

What is done where:

    the layers in their order .......................... layers
    files and other processes .......................... landlock, readable_folders
    system calls ....................................... seccomp
    memory, time, descriptors .......................... limits
    root ............................................... privileges
    how strong they are, in a line ..................... isolation
"""
