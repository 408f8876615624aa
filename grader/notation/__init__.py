"""Turn text into a tree and a tree into text: plain, calculator's, unicode and LaTeX.

What is done where:

    text to tree: begin here ........................... expression_text
    tokens, and what cannot be read .................... tokens, token_reader
    plain text to tokens ............................... lexer, words
    LaTeX to tokens .................................... latex_lexer, latex_cursor, latex_commands, latex_vectors
    tokens to tree ..................................... parser, building, vectors
    trees that would cost too much ..................... tree_sizes
    what SymPy printed ................................. sympy_text
    tree to text ....................................... printing
    the form in which it was written ................... form
    names and words around it .......................... named_variables, wording, prose
"""
