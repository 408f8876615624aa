"""Carry out the words of `grade`: one file a word, or two words that read the same records.

What is done where:

    `run`, the word that may be left out ............... run
    `explain` and `review` ............................. explain
    `who` .............................................. who
    `class` ............................................ show_class
    `return` ........................................... return_scores
    `forget` ........................................... forget
    `doctor` ........................................... doctor
    `sentences` ........................................ sentences
    `show` ............................................. show
    the exercises and the course of a command .......... setting
    a page in the browser .............................. open_page

What else `grade` can do stands in `authoring`, `changes` and `selfcheck`; `cli` reads the arguments.
"""
