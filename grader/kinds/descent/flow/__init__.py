"""What a descent's source says of its data flow: read `making` first.

values with their origins ................... traces
the state of one run, open conditions ....... tracing
expressions ................................. expressions
calls: functions, classes, libraries ........ callables
statements: branches and loops .............. executed_statements
the question: how is what is returned made .. making
"""
