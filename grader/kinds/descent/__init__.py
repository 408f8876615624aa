"""A program that performs gradient descent, judged by what it does: read `kind` first, then `judge`.

What one judgement goes through, and where that is written:

    how to call the student's function ............ kinds.calling, starts (those of our own)
    what an exercise hands in .................... contract
    asking it, and what came back ................. conversation, kinds.points (where a descent ended, whatever the shape)
    everything known about one program ............ program_trial (the rubric's marks, too), source (what the syntax tree
                                                    adds), flow (how what is returned is made, by the source)
    from what was seen to the marks ............... judge, and for each part of it
        where the points stand .................... readings
        what a deviation costs, and how it is told  costs, marks, method_marks (numbers; other methods)
        what values cannot tell ................... evidence
        why it stays, or ignores n ................ idle_loops
        gradients by automatic differentiation .... tensor_gradients
        a part of it that is right, or where it begins first_points
        something else handed in .............. other_calls
        longer runs, and the same call again ...... longer_runs
    what is drawn of a program .................... run_picture, kinds.walks; of all of a class class_picture
    what an author writes ......................... options
    what authors are shown and helped with ........ example

What explains the answers is mathematics and lives in `grader.descent`.
"""
