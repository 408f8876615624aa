"""Methods of descent: where they go on from a path, and steps by hand judged by any of them."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, inf

import pytest

from grader.algebra.differentiate import differentiate
from grader.algebra.floats import points_agree
from grader.algebra.tree import Vector
from grader.descent.hand_steps import judge_steps
from grader.descent.landscape import Landscape, Point, is_finite
from grader.descent.methods import METHODS
from grader.descent.methods.method import Iteration, Method, MethodSettingError, Numbers, Path, Taken
from grader.kinds.descent.costs import COSTS
from grader.notation.answer import read
from grader.sentences.catalogue import sentence, slip_text

START = (1.0, 2.0)


class HeavyBall(Method):
    """Momentum: a share of the last move is kept, and that move is read off the path."""

    name = "heavy_ball"
    takes = (Taken(name="step_size"), Taken(name="share", default=0.5))

    def move(self, landscape: Landscape, path: Path, numbers: Numbers) -> Point:
        """Return the step against the gradient, and a share of the move before it."""
        last = [b - a for a, b in zip(path[-2], path[-1], strict=True)] if len(path) > 1 else [0.0] * len(path[-1])
        slope = landscape.slope(path[-1])
        return tuple(numbers["share"] * m - numbers["step_size"] * s for m, s in zip(last, slope, strict=True))


def iteration(method: Method, **numbers: float) -> Iteration:
    """A method at work on 2x² + xy."""
    tree = read("2*x**2 + x*y", variables=("x", "y"))
    gradient = Vector(tuple(differentiate(tree, v) for v in ("x", "y")))
    return Iteration(method=method, landscape=Landscape(("x", "y"), tree, gradient), numbers=numbers)


DESCENT = iteration(METHODS["descent"], step_size=0.1)
HEAVY = iteration(HeavyBall(), step_size=0.1, share=0.5)


def test_descent_goes_against_the_gradient_by_its_step_size():
    """The lesson's two steps."""
    assert DESCENT.points(START, 2) == (pytest.approx((0.4, 1.9)), pytest.approx((0.05, 1.86)))


def test_every_method_is_called_by_its_name_and_takes_numbers_by_theirs():
    """No two of one name, neither of the methods nor of the numbers of one."""
    for name, method in METHODS.items():
        assert method.name == name
        names = [taken.name for taken in method.takes]
        assert len(set(names)) == len(names)
        assert all(-inf <= taken.above < inf for taken in method.takes)


def test_some_numbers_have_a_usual_value_and_others_are_open():
    """A step size is for the term to say, or for a student to choose."""
    assert (HeavyBall().usual, METHODS["descent"].usual) == ({"share": 0.5}, {})


def test_a_method_that_keeps_its_last_move_reads_it_off_the_path():
    """The second step of momentum is longer by half of the first."""
    plain, heavy = DESCENT.points(START, 2), HEAVY.points(START, 2)
    assert heavy[0] == plain[0]
    assert heavy[1] == pytest.approx((0.05 - 0.3, 1.86 - 0.05))


@pytest.mark.parametrize(("wrong", "credits"), [((0.4, 1.9), [1, 1, 1]), ((0.5, 1.9), [0, 1, 1])])
def test_steps_by_hand_are_judged_by_any_method_from_the_points_that_were_written(wrong: Point, credits: list[int]):
    """After a wrong first point the move that is kept is the one that was written."""
    written = [wrong]
    for _ in range(2):
        written.append(HEAVY.step((START, *written)))
    assert [step.right for step in judge_steps(HEAVY, START, written)] == [bool(c) for c in credits]
    assert not all(step.right for step in judge_steps(DESCENT, START, written))


def test_mistakes_belong_to_their_method():
    """Nobody who takes a step of momentum has forgotten what descent needs."""
    forgotten = [(-5.0, 1.0), (14.0, 6.0)]
    assert {name for step in judge_steps(DESCENT, START, forgotten) for name in step.mistakes} == {"step_size_forgotten"}
    assert {name for step in judge_steps(HEAVY, START, forgotten) for name in step.mistakes} == set()


# --- Other methods --------------------------------------------------------------------------------

BOWL, QUARTIC, WAVE = "x**2 + x*y + 2*y**2 + x", "x**4 - 3*x", "exp(x + y) + x**2 + 3*y**2 - x*y"


def rule(name: str, text: str = BOWL, variables: tuple[str, ...] = ("x", "y"), **numbers: float) -> Iteration:
    """A method of the table at work on a function."""
    tree = read(text, variables=variables)
    gradient = Vector(tuple(differentiate(tree, v) for v in variables))
    return Iteration(method=METHODS[name], landscape=Landscape(variables, tree, gradient), numbers=numbers)


NEWTON = rule("newton")
HEAVY_BALL = rule("momentum", step_size=0.1, beta=0.8)
AHEAD = rule("nesterov", step_size=0.1, beta=0.8)
IN_TURN = rule("coordinate_descent")
IN_TURN_BY_SIZE = rule("coordinate_descent", step_size=0.1)


def test_newton_reaches_the_minimum_of_a_quadratic_function_in_one_step():
    """From anywhere; for x⁴ - 3x it goes by f'/f''."""
    assert NEWTON.points((0.0, 1.0), 1) == (pytest.approx((-4 / 7, 1 / 7)),)
    assert NEWTON.points((30.0, -8.0), 1) == (pytest.approx((-4 / 7, 1 / 7)),)
    assert rule("newton", QUARTIC, ("x",)).points((1.0,), 1) == (pytest.approx((11 / 12,)),)


def test_newton_goes_nowhere_where_the_second_derivatives_have_no_inverse():
    """No number is made up."""
    assert not is_finite(rule("newton", "x**3 - 3*x", ("x",)).step([(0.0,)]))
    assert not is_finite(rule("newton", "x**2 + 2*x*y + y**2").step([(1.0, 1.0)]))


def test_momentum_adds_a_share_of_the_last_move_and_nesterov_looks_ahead_by_it():
    """Both begin as gradient descent does; what the second step adds is 0.8 times the first."""
    first = rule("descent", step_size=0.1).points((1.0, 1.0), 1)
    heavy, ahead = HEAVY_BALL.points((1.0, 1.0), 2), AHEAD.points((1.0, 1.0), 2)
    assert heavy[0] == ahead[0] == pytest.approx(first[0])
    assert heavy[1] == pytest.approx((0.6 - 0.32 - 0.1 * 2.7, 0.5 - 0.4 - 0.1 * 2.6))
    assert ahead[1] == pytest.approx((0.28 - 0.1 * (0.56 + 0.1 + 1), 0.1 - 0.1 * (0.28 + 0.4)))


def test_coordinate_descent_moves_one_coordinate_in_turn():
    """To where its own derivative vanishes, or by δ times it."""
    assert IN_TURN.points((1.0, 1.0), 3) == tuple(map(pytest.approx, ((-1, 1), (-1, 0.25), (-0.625, 0.25))))
    assert IN_TURN_BY_SIZE.points((1.0, 1.0), 3) == tuple(map(pytest.approx, ((0.6, 1), (0.6, 0.54), (0.326, 0.54))))


@pytest.mark.parametrize("text", ["exp(-x) + y**2", "x + y**2", "max(0, 1 - x) + y**2", "-x**2 + y**2"])
def test_a_coordinate_without_a_minimum_along_its_axis_leads_nowhere(text: str):
    """Neither where a function falls without end, nor where it only gets flat."""
    assert not is_finite(rule("coordinate_descent", text).step([(0.5, 1.0)]))


# By method: where a mistake leads from (1, 1), or from the second point on where it needs a move before it.
MISTAKES = [
    (NEWTON, "first_order_step", [(-3.0, -4.0)]),
    (NEWTON, "first_order_step", [(0.8, 0.75)]),
    (NEWTON, "hessian_not_inverted", [(1 - 13, 1 - 24)]),
    (NEWTON, "newton_added", [(1 + 11 / 7, 1 + 6 / 7)]),
    (NEWTON, "mixed_left_out", [(-1.0, -0.25)]),
    (NEWTON, "determinant_forgotten", [(1 - 11, 1 - 6)]),
    (NEWTON, "inverse_sign", [(1 - 3, 1 - 2)]),
    (NEWTON, "inverse_diagonal", [(1 - 3 / 7, 1 - 16 / 7)]),
    (NEWTON, "coordinates_swapped", [(1 / 7, -4 / 7)]),
    (NEWTON, "one_coordinate_moved", [(-4 / 7, 1)]),
    (NEWTON, "gradient_instead_of_point", [(4.0, 5.0)]),
    (NEWTON, "move_instead_of_point", [(-11 / 7, -6 / 7)]),
    (HEAVY_BALL, "move_before_first", [(1 - 0.4 * 1.8, 1 - 0.5 * 1.8)]),
    (HEAVY_BALL, "gradient_weighted", [(1 - 0.08, 1 - 0.1)]),
    (HEAVY_BALL, "ascends", [(1.4, 1.5)]),
    (HEAVY_BALL, "move_not_kept", [(0.6, 0.5), (0.33, 0.24)]),
    (HEAVY_BALL, "kept_with_other_sign", [(0.6, 0.5), (0.33 + 0.32, 0.24 + 0.4)]),
    (HEAVY_BALL, "kept_whole", [(0.6, 0.5), (0.33 - 0.4, 0.24 - 0.5)]),
    (HEAVY_BALL, "kept_by_other_share", [(0.6, 0.5), (0.33 - 0.08, 0.24 - 0.1)]),
    (HEAVY_BALL, "looks_ahead", [(0.6, 0.5), (0.28 - 0.166, 0.1 - 0.068)]),
    (AHEAD, "looks_not_ahead", [(0.6, 0.5), (0.33 - 0.32, 0.24 - 0.4)]),
    (AHEAD, "move_not_kept", [(0.6, 0.5), (0.33, 0.24)]),
    (IN_TURN, "out_of_turn", [(1.0, -0.25)]),
    (IN_TURN, "all_coordinates_moved", [(-1.0, -0.25)]),
    (IN_TURN, "whole_round", [(-1.0, 0.25)]),
    (IN_TURN, "first_order_step", [(-3.0, 1.0)]),
    (IN_TURN, "old_coordinates", [(-1.0, 1.0), (-1.0, -0.25)]),
    (IN_TURN_BY_SIZE, "all_coordinates_moved", [(0.6, 0.5)]),
    (IN_TURN_BY_SIZE, "step_size_forgotten", [(-3.0, 1.0)]),
    (IN_TURN_BY_SIZE, "ascends", [(1.4, 1.0)]),
    (IN_TURN_BY_SIZE, "other_derivative", [(0.5, 1.0)]),
]


@pytest.mark.parametrize(("iteration", "name", "written"), MISTAKES)
def test_a_usual_mistake_in_a_method_is_named(iteration: Iteration, name: str, written: list[Point]):
    """The last of the written points follows from it, and from no other; the ones before are right."""
    *before, last = judge_steps(iteration, (1.0, 1.0), written)
    assert all(step.right for step in before)
    assert (last.right, last.mistakes) == (False, (name,))


def at_work(name: str, text: str, variables: tuple[str, ...], **numbers: float) -> Iteration:
    """A method of the table at work on a function, with a region, and the function as the mean of two losses."""
    one = rule(name, text, variables, **METHODS[name].usual, **numbers)
    bounds = {"lower": (-0.3,) * len(variables), "upper": (0.6,) * len(variables)}
    settings = {"projected_descent": bounds, "stochastic_descent": {"order": (1.0, 0.0)}}.get(name, {})
    parts = (f"({text})*0.5 + x**2", f"({text})*1.5 - x**2")
    losses = [rule("descent", part, variables).landscape for part in parts]
    return replace(one, method=one.method.with_settings(settings, len(variables)).with_losses(losses))


@pytest.mark.parametrize("numbers", [{}, {"step_size": 0.07, "beta": 0.6}])
def test_no_mistake_in_a_method_is_right(numbers: dict[str, float]):
    """On a function without symmetries each mistake of each method ends elsewhere, at each of three steps."""
    for name, method in METHODS.items():
        if name in {"backtracking", "projected_descent"}:  # of which a mistake may do no harm
            continue
        known = {taken.name for taken in method.takes if taken.name in numbers or taken.may_lack or taken.default}
        if len(known) == len(method.takes):
            given = {each: numbers[each] for each in known if each in numbers and not method.usual}
            iteration = at_work(name, WAVE, ("x", "y"), **given)
            path = [(0.7, -0.4)]
            for _ in range(3):
                right = iteration.step(path)
                same = {wrong for wrong, end in iteration.mistakes(path) if points_agree(end, right, 1e-6)}
                # The coordinate that moved last is where its own derivative vanishes already.
                in_turn = {"all_coordinates_moved", "whole_round"} if name == "coordinate_descent" and len(path) > 1 else set()
                # Newton's first step levels what is quadratic; the slopes of the rest, a function of x + y, are alike.
                in_turn |= {"components_swapped", "sequential_update"} if name == "newton" and len(path) > 1 else set()
                assert same <= in_turn | {"out_of_order"}, name  # another order has the same turn somewhere
                path.append(right)


@pytest.mark.parametrize("name", METHODS)
def test_every_mistake_of_a_method_has_its_sentence_and_its_costs(name: str):
    """And so has a step that no known mistake explains; and what the method and its numbers are called."""
    assert sentence(f"step.{METHODS[name].advice}")
    assert sentence(f"method.{name}")
    assert all(sentence(f"number.{taken.name}") for taken in METHODS[name].takes if taken.name != "step_size")
    given = {taken.name: 0.07 if taken.name == "step_size" else 0.6 for taken in METHODS[name].takes if taken.default is None}
    iteration = at_work(name, WAVE, ("x", "y"), **given)
    alone = at_work(name, QUARTIC, ("x",), **given)
    found = set[str]()
    for one, path in ((iteration, [(0.7, -0.4), (0.5, -0.2), (0.4, 0.1)]), (alone, [(0.7,), (0.5,), (0.4,)])):
        found |= {mistake for length in (1, 2, 3) for mistake, _ in one.mistakes(path[:length])}
    assert [slip_text(mistake, "step") for mistake in found]
    assert found <= {*COSTS, "move_instead_of_point"}


PROJECTED = at_work("projected_descent", BOWL, ("x", "y"), step_size=0.1)
BALL = replace(PROJECTED, method=METHODS["projected_descent"].with_settings({"radius": (1.0,)}, 2))
SEARCH = rule("backtracking", BOWL, ("x", "y"), first_size=1.0, factor=0.5, share=0.5)
ONE_BY_ONE = at_work("stochastic_descent", BOWL, ("x", "y"), step_size=0.1)


def test_projected_descent_takes_the_nearest_point_of_its_region():
    """A step inside is one of gradient descent; one that leads outside ends on the edge, of a ball towards 0."""
    assert PROJECTED.step([(0.5, 0.5)]) == pytest.approx((0.25, 0.25))
    assert PROJECTED.step([(2.0, 2.0)]) == pytest.approx((0.6, 0.6))
    assert BALL.step([(3.0, 1.0)]) == pytest.approx((2.2 / hypot(2.2, 0.3), 0.3 / hypot(2.2, 0.3)))
    assert PROJECTED.method.ends(PROJECTED.landscape, (0.5, 0.5), {"step_size": 0.1}) == pytest.approx((-0.3, 0.075))


@pytest.mark.parametrize(
    ("settings", "told"),
    [({}, "it takes a region"), ({"lower": (1,)}, "2 numbers"), ({"lower": (1, 1), "upper": (0, 2)}, "below"),
     ({"radius": (0,)}, "above 0"), ({"radius": (1,), "lower": (0, 0)}, "a region")],
)  # fmt: skip
def test_a_region_that_is_none_is_refused(settings: dict[str, Point], told: str):
    """By what does not fit."""
    with pytest.raises(MethodSettingError, match=told):
        METHODS["projected_descent"].with_settings(settings, 2)


def test_stochastic_descent_takes_one_observation_a_step_in_its_order():
    """The second loss first, then the first, then the second again."""
    first, second = ONE_BY_ONE.method.losses  # type: ignore[attr-defined]
    path = [(1.0, 1.0)]
    for loss in (second, first, second):
        right = tuple(c - 0.1 * s for c, s in zip(path[-1], loss.slope(path[-1]), strict=True))
        assert ONE_BY_ONE.step(path) == pytest.approx(right)
        path.append(right)
    for order, told in (((0.5,), "whole numbers"), ((7.0,), "beyond")):
        with pytest.raises(MethodSettingError, match=told):
            METHODS["stochastic_descent"].with_settings({"order": order}, 2).with_losses([first, second])


def test_backtracking_shortens_until_the_function_falls_enough():
    """From (1, 1), at a height of 5, a quarter of the gradient (4, 5) leads down, and not by half of what the slope promises."""
    height = SEARCH.landscape.height
    assert 5 - 0.5 * 0.25 * 41 < height((0.0, -0.25)) < 5
    assert height((0.5, 0.375)) <= 5 - 0.5 * 0.125 * 41
    assert SEARCH.step([(1.0, 1.0)]) == pytest.approx((0.5, 0.375))
