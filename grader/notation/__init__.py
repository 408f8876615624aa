"""Turn text into a tree and a tree into text: plain, calculator's, unicode and LaTeX by one lexer and one grammar.

What is done where:

    an answer's text to its tree: begin here ........... answer
    a line of text to equations and prose .............. line, labels
    tokens, and what cannot be read .................... tokens
    text to tokens, plain and TeX ...................... lexer, plain_lexer, signs, commas
    tokens to tree ..................................... grammar, sides, trees
    what the words of an exercise mean ................. vocabulary
    quantities by their usual names: f(1, 2), D_v f ..... said_quantities
    what SymPy printed ................................. sympy_text
    tree to text ....................................... printing
    the form in which it was written ................... form
    a document to blocks and lines ..................... document, markup, tex_dress
    words of twelve languages .......................... languages
    names of variables, and what depends on them ....... named_variables, claims
    steps that a text numbers .......................... numbered_steps
    words around an answer, and what asks for one ...... wording, prose
"""
