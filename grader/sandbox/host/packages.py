"""Which missing module is a known package that the grading environment lacks, and which one a student made up.

A table of names as they are imported and as pip knows them, written out by hand from what real
notebooks import. Knows nothing of students; looks at this interpreter's packages without importing them.
"""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Iterable

from grader.sandbox.guest import stand_ins as standins

_SAME_NAME = """
altair astropy autograd black bokeh bottleneck casadi catboost control cupy cvxopt cvxpy cython dask deap docplex
fastai findiff folium gekko gensim geopandas gpytorch graphviz gurobipy h5py holoviews hyperopt igraph imageio imageio
ipympl ipywidgets jax jaxlib jupyter kagglehub keras kornia lightgbm lmfit mayavi mlflow mlxtend mpmath
nbformat nbresult ndsplines networkx nltk notebook numba numdifftools numexpr numpoly
opacus openml openpyxl optax optuna osqp pandas
patsy pint plotly polars pulp pyarrow pygame pygad pymc pymoo pyomo pyro pyswarms pytest qutip regex requests
scienceplots scipy seaborn sentencepiece shap sktime spacy statsmodels sympy tabulate tensorboard tensorflow tensorly
theano toolz torch torchvision torchaudio torchdiffeq tqdm transformers typeguard uncertainties vpython wandb wordcloud xarray
xgboost xlrd yellowbrick yfinance zarr matplotlib mygrad numpy plotnine ipykernel noggin psutil pydantic rich attrs
"""
_OTHER_NAME = {
    "IPython": "ipython",
    "OpenGL": "PyOpenGL",
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "flint": "python-flint",
    "haiku": "dm-haiku",
    "jaxopt": "jaxopt",
    "kiwisolver": "kiwisolver",
    "mpl_toolkits": "matplotlib",
    "pl_bolts": "lightning-bolts",
    "pylab": "matplotlib",
    "pytorch_lightning": "pytorch-lightning",
    "scikits": "scikits.odes",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "yaml": "pyyaml",
    "Xlib": "python-xlib",
    "ad": "ad",
    "google": "google-colab",
    "torchsummary": "torchsummary",
}
KNOWN = {**{name: name for name in _SAME_NAME.split()}, **_OTHER_NAME}

# What many submissions import is loaded once into the warm process; these are safe to fork with.
_WORTH_LOADING = {
    "scipy": ("scipy", "scipy.optimize"),
    "sympy": ("sympy",),
    "pandas": ("pandas",),
    "autograd": ("autograd", "autograd.numpy"),
}
_IN_LESSONS = ("numpy", "sympy", "scipy", "pandas", "mygrad", "autograd", "matplotlib")
_ALIKE = 0.8  # one letter of five: `nunpy` and `mathplotlib` are, `plot`, `my_math` and `grad` are not
_NOT_INSTALLED = "not installed"
_IMPORTED_AS = re.compile(r"^\s*(?:try:\s*)?import\s+([A-Za-z_][\w.]*)(?:\s+as\s+(\w+))?", re.MULTILINE)
_IMPORT = re.compile(r"^\s*(?:import|from)\s+([A-Za-z_]\w*)", re.MULTILINE)


def missing_package(module: str | None) -> str | None:
    """Return the name by which pip knows a module that could not be imported; None when it is installed or unheard of."""
    if module is None:
        return None
    top = module.partition(".")[0]
    return KNOWN[top] if top in KNOWN and not is_installed(top) else None


def is_library(module: str) -> bool:
    """Tell whether a module is a known package's or Python's own; `test` is mostly somebody's file."""
    top = module.partition(".")[0]
    return top in KNOWN or (top in sys.stdlib_module_names and top != "test")


def is_installed_package(top: str) -> bool:
    """Tell whether this is the name of a well-known package that could be imported here."""
    return top in KNOWN and is_installed(top)


@functools.cache
def is_misspelt(top: str) -> bool:
    """Tell whether a name is a slip of the pen for a package that these lessons use (`nunpy`), and so nobody's own file."""
    near = difflib.get_close_matches(top, _IN_LESSONS, n=1, cutoff=_ALIKE)
    return bool(near) and abs(len(near[0]) - len(top)) <= 1 and top not in KNOWN


@functools.cache
def is_installed(top: str) -> bool:
    """Tell whether a module of this name could be imported here, itself or by a stand-in."""
    if top in standins.PACKAGES:
        return True
    try:
        return importlib.util.find_spec(top) is not None
    except (ImportError, ValueError):
        return False


def imported(sources: Iterable[str]) -> set[str]:
    """Top-level names of the modules that these sources import."""
    return {name for source in sources for name in _IMPORT.findall(source)}


def imported_as(source: str) -> list[tuple[str, str]]:
    """Return the modules that `import … as name` brings, each with the name that stands for it."""
    return [(found[1], found[2] or found[1]) for found in _IMPORTED_AS.finditer(source)]


def worth_loading(names: Iterable[str]) -> tuple[str, ...]:
    """Return the modules to load once for all, for those of these names that are installed and safe to load."""
    return tuple(m for name in sorted(names) if name in _WORTH_LOADING and is_installed(name) for m in _WORTH_LOADING[name])


def installed() -> dict[str, str]:
    """Versions of the known packages that a student's code could import here; stand-ins have none."""
    found = versions(sorted({package for name, package in KNOWN.items() if name not in standins.PACKAGES}))
    return {name: version for name, version in found.items() if version != _NOT_INSTALLED}


def versions(names: Iterable[str]) -> dict[str, str]:
    """Versions of installed distributions, read from their metadata."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = _NOT_INSTALLED
    return found
