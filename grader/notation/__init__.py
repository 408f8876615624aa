"""Turn text into a tree and a tree into text: plain, calculator's, unicode and LaTeX by one lexer and one grammar.

What is done where:

    an answer to its tree: begin here ................... answer
    a line to equations, prose and what is not read ..... line, labels
    the one formula of a sentence ....................... prose
    text to tokens ...................................... lexer, signs, commas
    what words mean in an exercise ...................... vocabulary
    tokens to tree ...................................... grammar, trees
    tokens, and the way to say what cannot be read ...... tokens
    what SymPy printed .................................. sympy_text
    tree to text, and the form it was written in ........ printing, form
    documents around lines .............................. document, markup, tex_dress
    sets of names, steps, words of languages ............ named_variables, depending, numbered_steps, requests, wording, languages
"""
