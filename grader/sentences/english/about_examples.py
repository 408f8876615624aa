"""What is said when the same slip is told again: a worked example with other numbers, then the line to show a tutor.

The gaps of an example are filled by `worked_examples`; a test works out what has to hold of them.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "deeper.example": "An example: {example}",
    "deeper.tutor_line": "Show this line to your tutor: `{line}` ({place}).",
    "deeper.tutor": "Show your answer to `{name}` to your tutor.",
    # derivatives
    "example.power":
        "the derivative of `{f}` is `{d}`. The exponent {n} comes down as a factor, and the power becomes one smaller.",
    "example.constant_factor":
        "the derivative of `{p}` is `{q}`, and that of `{f}` is `{d}`: the {k} stays in front as a factor.",
    "example.signs": "the derivative of `{f}` is `{d}`. Each term keeps its own sign.",
    "example.sine_and_cosine":
        "the derivative of `{f}` is `{d}`, and that of `{g}` is `{e}`: the cosine alone brings a minus sign.",
    "example.term_by_term": "`{f}` has two terms. `{p}` becomes `{q}`, and `{r}` becomes `{s}`, together `{d}`.",
    "example.fixed_term":
        "when only t changes, `{p}` stays as it is and contributes 0. With respect to t the derivative of `{f}` is `{d}`.",
    "example.two_partial_derivatives":
        "`{f}` has two partial derivatives, `{d}` with respect to t and `{e}` with respect to s. The letter says what "
        "changes; the other one is held fixed.",
    "example.fixed_factor":
        "in `{f}` only t changes, and `{p}` is held fixed like a number. With respect to t the derivative is `{d}`: `{p}` "
        "stays as a factor.",
    "example.derivative_or_integral":
        "the derivative of `{f}` is `{d}`. `{g}` is an integral: it is what `{f}` is the derivative of.",
    "example.chain":
        "in `{f}` there stands `{p}` inside. The derivative of the outer function there is `{o}`, that of the inside "
        "`{q}`, and the derivative of the whole is their product, `{d}`.",
    "example.exponential":
        "the derivative of `{f}` is `{d}`. The exponential function stays as it is, with its exponent, and the derivative "
        "of the exponent, `{q}`, becomes a factor.",
    "example.other_base": "the derivative of `{f}` is `{d}`: the logarithm of the base becomes a factor.",
    "example.quotient":
        "in `{f}` the numerator has the derivative `{q}` and the denominator `{s}`. The rule puts them together as `{d}`.",
    "example.product":
        "for `{f}` differentiate the first factor alone, `{p}`, then the second alone, `{q}`, and add the two: `{d}`.",
    "example.orders":
        "the first derivative of `{f}` is `{d}`. Differentiated once more, that is `{e}`, the second derivative.",
    "example.formula_and_number":
        "the derivative of `{f}` is the formula `{d}`, which holds for every t. With t = {a} it becomes the number {v}, which "
        "says nothing of any other t.",
    "example.put_in": "at t = {a} the formula `{f}` becomes `{p}`, that is `{v}`.",
    # gradients, points and vectors
    "example.gradient":
        "the gradient of `{f}` is the vector `{d}`: first the derivative with respect to t, then that with respect to s, "
        "in the order of the variables. They stay apart, and nothing is divided.",
    "example.order_of_coordinates":
        "at `{v}` the first variable is {a} and the second is {b}, so `t - s` is `{a} - {b}`, that is `{c}`.",
    "example.turned_round": "`{v}` turned round is `{w}`: every component changes its sign.",
    "example.unit": "`{v}` has the length `{p}`, that is `{n}`. Divided by this it is `{u}`, whose length is 1.",
    "example.length": "the length of `{v}` is `{p}`, that is `{n}`: the squares, their sum, then the root.",
    "example.dot":
        "the dot product of `{v}` and `{w}` takes the first components together and the second ones together, and adds: "
        "`{p}`, that is `{n}`.",
    "example.angle_from_the_left":
        "{a} degrees counted from -x towards +y are `180 - {a}`, that is `{b}` degrees counted from +x. The cosine of "
        "that is `-cos({a}*pi/180)`: the vector points to the left.",
    "example.cosine_first": "the direction at {a} degrees from +x is `{u}`: first the cosine, `{c}`, then the sine, `{s}`.",
    "example.radians": "{a} degrees are `{a}*pi/180`, that is `{r}` in radians, and `{g}` is `{v}`.",
    "example.difference": "from `{v}` to `{w}` leads `{w} - {v}`, that is `{u}`: the end minus the start.",
    "example.power_of_a_number": "`{p}` is `{q}`, that is `{v}`: the exponent says how often the base is a factor.",
    "example.mean":
        "the mean of {a}, {b} and {c} is `({a} + {b} + {c})/3`, that is `{m}`; their sum is `{s}`. All three count.",
    # steps
    "example.step":
        "for `{f}` at `{v}` the gradient is `{g}`. With δ = {h} the move is `{h}*{g}`, that is `{m}`. It is subtracted "
        "from the point, `{v} - {m}`, which leads to `{w}`.",
    "example.next_gradient":
        "for `{f}` from t = {a} with δ = {h}: the derivative there is `{p}`, so the first step leads to `{a} - {h}*{p}`, "
        "that is `{b}`. There it is `{q}`, so the second leads to `{b} - {h}*{q}`, that is `{c}`.",
    "example.old_point":
        "for `{f}` at `({a}, {b})` the gradient is `({p}, {q})`. With δ = {h} both coordinates move from there: to `{a} - "
        "{h}*{p}`, that is `{c}`, and to `{b} - {h}*{q}`, that is `{e}`. The second one knows nothing of the new {c}.",
    "example.own_derivative":
        "for `{f}` the partial derivatives are `{p}` for t and `{q}` for s. With δ = 0.1, t moves by `0.1*{p}`, that is "
        "`{a}`, and s by `0.1*{q}`, that is `{b}`: each coordinate by its own.",
    "example.order_of_variables":
        "the point with t = {a} and s = {b} is written ({a}, {b}), in the order of the variables t, s.",
    "example.newton":
        "for `{f}` at t = {a} the first derivative is `{p}` and the second `{q}`. Newton's method divides the first by "
        "the second and subtracts: `{a} - {p}/{q}`, that is `{b}`.",
    "example.next_curvature":
        "the second derivative of `{f}` is `{d}`: at t = {a} it is `{p}`, and at t = {b} it is `{q}`. Each step takes its "
        "own.",
    "example.inverse":
        "the matrix with the rows `({a}, {b})` and `({b}, {c})` has the determinant `{a}*{c} - {b}*{b}`, that is `{n}`. "
        "Its inverse has the rows `({c}/{n}, -{b}/{n})` and `(-{b}/{n}, {a}/{n})`: the diagonal changes places, the "
        "others change their signs, and all is divided by the determinant.",
    "example.momentum":
        "for `{f}` from t = {a} with δ = {h} and β = 0.5: the derivative is `{p}`, so the first move is `-{h}*{p}`, that "
        "is `{m}`, to `{b}`. There it is `{q}`, so the next move is `0.5*({m}) - {h}*{q}`, that is `{k}`.",
    "example.look_ahead":
        "at t = {a}, with β = 0.5 after a move of {m}, Nesterov's method looks ahead to `{a} + 0.5*({m})`, that is `{b}`. "
        "For `{f}` the derivative there is `{q}`; momentum alone takes the one at {a}, `{p}`.",
    "example.in_turn":
        "for `{f}` from `({a}, {b})` with δ = 0.1: first t alone moves, by 0.1 times {p}, to `({c}, {b})`. Then s alone "
        "moves from there, by 0.1 times {q}, to `({c}, {e})`. Both points are written down.",
    "example.box":
        "between 0 and 1 in both coordinates, a step that leads to ({a}, {b}) ends outside. The nearest point inside is "
        "`(1, {b})`: what is too large becomes `min({a}, 1)`, that is `1`, and what is inside stays.",
    "example.one_observation":
        "let `{f}` and `{g}` be the losses of two observations, t = {a} and δ = 0.25. The first step takes the first "
        "alone: its derivative is `{p}`, so it leads to `{a} - 0.25*{p}`, that is `{b}`. The second takes the second "
        "alone: there it is `{q}`, and it leads to `{b} - 0.25*({q})`, that is `{c}`.",
    "example.enough":
        "for `{f}` at t = {a} the derivative is `{p}`. With the share 0.25 and the first size 1 the step leads to `{a} - "
        "1*{p}`, that is `{b}`, and the function falls by `{k}`. It should fall by `0.25*1*{p}**2`, that is `{m}`: not enough. "
        "With half the size the step leads to `{a} - 0.5*{p}`, that is `{c}`, and the function falls by `{n}`. It should fall "
        "by `0.25*0.5*{p}**2`, that is `{w}`: that is enough.",
    # programs
    "example.up_and_down":
        "for `{f}` at t = {a} the derivative is `{p}`. With δ = 0.1, `{a} - 0.1*{p}` is `{b}`, where the function is "
        "smaller; `{a} + 0.1*{p}` is `{c}`, where it is larger.",
    "example.passes":
        "`range({n})` goes from 0 to {m}, that is {n} passes; `range({n} + 1)` are one more, `range(1, {n})` one less.",
    "example.loop":
        "`for k in range({n}):` does all that is indented below it {n} times. What a pass changes, the next one begins "
        "with.",
    "example.after_the_loop":
        "under `for k in range({n}):` let the indented line be `total = total + k`. A `return total` below, not indented, "
        "comes after all {n} passes and gives `{v}`; indented like the line above, it comes after the first and gives 0.",
    "example.assigned": "let t be {a}. `t = t - {b}` makes it `{c}`. `t - {b}` alone, and `t == t - {b}`, leave it as it is.",
    "example.returned":
        "in `def f(t):` let the line be `return {n}*t`. Then `f({a})` is `{v}`. With `print({n}*t)` in its place the "
        "number is shown, and `f({a})` is None.",
    "example.last_of_all": "of a list of points, `[{a}, {b}, {c}][-1]` is the last one, `{c}`.",
    "example.whole_numbers": "`{a}//2` is `{b}` and `{a}/2` is `{c}`; `int({d})` is `{e}`.",
    "example.afresh":
        "with the gradient {p} at the first point and {q} at the second, the second step uses {q}, and not `{p} + {q}`, "
        "that is {s}.",
    "example.from_the_start":
        "for `{f}` a step with δ = 0.25 leads from t to `{g}`: from {a} to `{b}`, and from {c} to `{e}`. Another start "
        "gives another answer.",
    "example.sizes":
        "for `{f}` a step from t = 1 leads to `1 - δ*{p}`. With δ = {h} that is `{b}`, nearer to 0; with δ = {k} it is "
        "`{c}`, farther away.",
    "example.step_and_newton":
        "for `{f}` at t = {a} the derivative is `{p}`. With δ = 0.05 gradient descent moves by `0.05*{p}`, that is `{m}`. "
        "Newton's method would divide by the second derivative, `{p}/{q}`, that is `{n}`.",
    "example.steep_and_flat":
        "with δ = 0.1 a derivative of {p} makes a move of `0.1*{p}`, that is `{a}`, and one of {q} a move of `0.1*{q}`, "
        "that is `{b}`.",
    "example.tried_with_numbers":
        "a derivative can be tried with numbers. For `{f}` at t = {a} the rule gives `{p}`, and `{n}` is `{q}`, nearly "
        "the same.",
    "example.point_slope_value":
        "for `{f}` a step from t = {a} with δ = 0.1 leads to the point `{b}`. The derivative there is `{q}` and the "
        "function `{v}`. The point is the answer of a descent.",
}
