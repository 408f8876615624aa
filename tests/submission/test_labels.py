"""Left sides to identifiers, by one rule."""

from __future__ import annotations

import time

import pytest

from grader.submission.labels import identifier_of

LABELS = [
    (r"\frac{\partial f}{\partial x}", "df_dx"),
    (r"\frac {\partial f} {\partial x}", "df_dx"),
    (r"\dfrac{df}{dx}", "df_dx"),
    (r"\tfrac{\partial f}{\partial x}(x,y,z)", "df_dx"),
    (r"\frac{\partial f(x,y)}{\partial x}", "df_dx"),
    (r"\frac{\partial}{\partial x} f", "df_dx"),
    (r"\frac{\partial}{\partial x}f(x,y,z)", "df_dx"),
    (r"\frac{d}{dx} f(x)", "df_dx"),
    (r"\frac{\mathrm{d}f}{\mathrm{d}x}", "df_dx"),
    (r"\frac{\delta f}{\delta x}", "df_dx"),
    (r"\partial f / \partial z", "df_dz"),
    (r"\partial_x f", "df_dx"),
    (r"\partial_{x} f", "df_dx"),
    ("∂f/∂x", "df_dx"),
    ("∂f / ∂x", "df_dx"),
    ("∂ₓf", "df_dx"),
    ("δf/δx", "df_dx"),
    ("df/dx", "df_dx"),
    ("df_dx", "df_dx"),
    (r"df\_dx", "df_dx"),
    ("dfdx", "dfdx"),
    ("f_x", "f_x"),
    ("f_{x}", "f_x"),
    ("fₓ", "f_x"),
    ("f_x(x, y)", "f_x"),
    ("f'(x)", "df_dx"),
    ("f’(t)", "df_dt"),
    ("f'", "f_prime"),
    ("derivative with respect to x", "df_dx"),
    ("The partial derivative of f w.r.t. y", "df_dy"),
    (r"\frac{\partial^2 f}{\partial x^2}", "d2_f_d_x2"),
    (r"\frac{\partial f}{\partial x}(1,2)", None),
    (r"\frac{\partial f}{\partial x}\Big|_{(1,2)}", None),
    (r"$\nabla f(x, y)$", "nabla_f"),
    ("∇f", "nabla_f"),
    (r"\vec{\nabla} f", "nabla_f"),
    (r"\nabla f(1,2)", None),
    ("∇f(x₀, 2)", None),
    ("grad f", "grad_f"),
    ("Gradient of f", "grad_f"),
    ("**Gradient**", "gradient"),
    ("The gradient:", "gradient"),
    ("Gradient ∇f", "nabla_f"),
    (r"\hat{u}", "u_hat"),
    (r"\hat u", "u_hat"),
    (r"\widehat{u}", "u_hat"),
    (r"\hat{\mathbf{u}}", "u_hat"),
    (r"\mathbf{\hat u}", "u_hat"),
    ("û", "u_hat"),
    ("u\u0302", "u_hat"),
    (r"\vec{u}", "u_vec"),
    (r"\mathbf{u}", "u"),
    ("`u_hat`", "u_hat"),
    ("Unit vector û", "u_hat"),
    ("Unit vector", "unit_vector"),
    ("D_u f", "D_u_f"),
    ("D_{u}f", "D_u_f"),
    ("D_u_f", "D_u_f"),
    ("Du_f", "Du_f"),
    ("D_û f", "D_u_f"),
    (r"D_{\hat u} f", "D_u_f"),
    (r"D_{\hat{u}}f", "D_u_f"),
    (r"D_{\mathbf{u}} f(x,y)", "D_u_f"),
    (r"D_{\vec{u}}f(x,y)", "D_u_f"),
    (r"\nabla_{\hat u} f", "D_u_f"),
    (r"\nabla f(x,y) \cdot \hat u", "D_u_f"),
    ("∇f · û", "D_u_f"),
    ("Directional derivative", "directional_derivative"),
    (r"\delta", "delta"),
    ("δ", "delta"),
    (r"\theta_1", "theta_1"),
    ("x_{1}", "x_1"),
    ("x₁", "x_1"),
    ("f(x, y)", "f"),
    ("f(1,2)", None),
    ("Therefore the slope", "slope"),
    ("So, we get slope", "slope"),
    ("a) slope", "slope"),
    ("(ii) slope", "slope"),
    ("1. df/dx", "df_dx"),
    ("- `u_hat`", "u_hat"),
    ("* df_dx", "df_dx"),
    ("Answer for `df_dx`", "df_dx"),
    ("df_dx depends on", "df_dx_depends_on"),
    ("∂f/∂x depends only on", "df_dx_depends_on"),
    (r"$\frac{\partial f}{\partial x}$ is a function of", "df_dx_depends_on"),
    ("df_dx_depends_on", "df_dx_depends_on"),
    ("Step 1", "step_1"),
    ("steps", "steps"),
    ("4x + 3", None),
    ("4x", None),
    ("(x_1, y_1)", None),
    ("", None),
    ("$$", None),
    ("a long sentence of many words that says nothing in particular", None),
]


@pytest.mark.parametrize(("label", "name"), LABELS)
def test_a_label_has_one_name_however_it_is_written(label, name):
    """LaTeX, Unicode, code and words for one thing give one identifier; what is no name gives none."""
    assert identifier_of(label) == name


@pytest.mark.parametrize(
    "label",
    ["\\hat{" * 60, "{" * 200, "$" * 200, "\\frac{" * 33, "f" * 200, "_" * 200, "a " * 100, "\\" * 200, "((" * 90, "so " * 66]
)
def test_no_label_takes_long(label):
    """A label that was built to do harm is soon given up."""
    begun = time.process_time()
    identifier_of(label)
    assert time.process_time() - begun < 2
