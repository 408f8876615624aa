"""Which packages students' code imports: what is installed here, what is missing, and what newer versions no longer have.

Tables are written out by hand: the well-known packages, and the names that NumPy, pandas, SciPy and Python itself took
out, from their release notes. Knows no student.
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

# Packages that pip knows by the name of their module: what lessons, notebooks and search results of this subject import.
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
# Modules whose package has another name.
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
KNOWN = {**{name: name for name in _SAME_NAME.split()}, **_OTHER_NAME}  # what is missing here is no fault of the student's

# What many submissions import is loaded once into the warm process; these are safe to fork with.
_WORTH_LOADING = {
    "scipy": ("scipy", "scipy.optimize"),
    "sympy": ("sympy",),
    "pandas": ("pandas",),
    "autograd": ("autograd", "autograd.numpy"),
}
_IN_LESSONS = ("numpy", "sympy", "scipy", "pandas", "mygrad", "autograd", "matplotlib")  # whose misspelling is the student's own
_ALIKE = 0.8  # one letter of five: `nunpy` and `mathplotlib` are, `plot`, `my_math` and `grad` are not
_NOT_INSTALLED = "not installed"  # in place of a version
_IMPORTED_AS = re.compile(r"^\s*(?:try:\s*)?import\s+([A-Za-z_][\w.]*)(?:\s+as\s+(\w+))?", re.MULTILINE)
"""An import of a whole module, also one that may fail, and the name that it has then."""
_IMPORT = re.compile(r"^\s*(?:import|from)\s+([A-Za-z_]\w*)", re.MULTILINE)
"""Any import, with the top-level name of its module."""


def missing_package(module: str | None) -> str | None:
    """Return pip's name for a module that could not be imported; None when it is installed or unheard of."""
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
    """Return the top-level names of the modules that these sources import."""
    return {name for source in sources for name in _IMPORT.findall(source)}


def imported_as(source: str) -> list[tuple[str, str]]:
    """Return the modules that `import … as name` brings, each with its name here."""
    return [(found[1], found[2] or found[1]) for found in _IMPORTED_AS.finditer(source)]


def worth_loading(names: Iterable[str]) -> tuple[str, ...]:
    """Return the modules to load once for all, for those of these names that are installed and safe to load."""
    return tuple(m for name in sorted(names) if name in _WORTH_LOADING and is_installed(name) for m in _WORTH_LOADING[name])


def installed() -> dict[str, str]:
    """Return the versions of the known packages that a student's code could import here; stand-ins have none."""
    found = versions(sorted({package for name, package in KNOWN.items() if name not in standins.PACKAGES}))
    return {name: version for name, version in found.items() if version != _NOT_INSTALLED}


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of installed distributions, read from their metadata."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = _NOT_INSTALLED
    return found


_REMOVED = {
    "numpy": (
        # 1.24 and before
        "float int bool complex object str long unicode typeDict asscalar rank bool8 object0 int0 uint0 void0 str0 bytes0 "
        # 1.25 to 2.0
        "math cumproduct product alltrue sometrue msort find_common_type cast source lookfor who fastCopyAndTranspose "
        "set_numeric_ops NINF PINF NZERO PZERO add_newdoc add_docstring safe_eval float_ complex_ longfloat "
        "singlecomplex cfloat longcomplex clongfloat string_ unicode_ Inf Infinity NaN infty issctype maximum_sctype "
        "obj2sctype sctype2char sctypes issubsctype set_string_function asfarray issubclass_ mat recfromcsv recfromtxt "
        "deprecate round_ nbytes byte_bounds compare_chararrays disp "
        # after 2.0
        "trapz in1d row_stack"
    ),
    "ndarray": "itemset ptp newbyteorder tostring",
    "DataFrame": "append ix iteritems as_matrix get_value set_value lookup mad applymap",
    "Series": "append ix iteritems as_matrix get_value set_value mad",
    "pandas": "Panel Int64Index Float64Index",
    "scipy": "array zeros ones linspace arange exp log sin cos sqrt pi mean sum dot misc",
    "scipy.misc": "derivative comb factorial",
    "scipy.integrate": "trapz simps cumtrapz",
    "time": "clock",
    "collections": "Iterable Iterator Mapping MutableMapping Sequence Callable Hashable Sized Set",
    "fractions": "gcd",
    "inspect": "getargspec",
    "sympy": "mpmath",
}
"""What is gone, by where it was. Words that were never there are no slip of ours: `np.sine` is the student's own."""

# The same as pairs, to look up.
_GONE = {(place, name) for place, names in _REMOVED.items() for name in names.split()}
# What people call the package, by the place or its first part; all else is Python's own.
_PACKAGES = {
    "numpy": "NumPy",
    "ndarray": "NumPy",
    "DataFrame": "pandas",
    "Series": "pandas",
    "pandas": "pandas",
    "scipy": "SciPy",
    "sympy": "SymPy",
}
_ATTRIBUTE = re.compile(
    r"(?:module '(?P<module>[\w.]+)'|(?:type object )?'(?:[\w.]*\.)?(?P<type>\w+)'(?: object)?) has no attribute '(?P<name>\w+)'"
)
"""Python's words for an attribute that is not there."""
_IMPORT_ERROR = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'")
"""Python's words for a name that a module does not have."""
_NUMPY_2 = re.compile(r"`(?:np\.)?(?P<name>[\w.]+)` was removed (?:in the NumPy 2|from the (?P<type>ndarray))")
"""NumPy's own words, since version 2, for what it once had."""
_ONE_ELEMENT = {
    "TypeError": "only 0-dimensional arrays can be converted to Python scalars",
    "ValueError": "setting an array element with a sequence.",
}
"""What NumPy says since 2.4 where an array of one element stands for a number; of larger ones it always said it."""


def removed_name(type_name: str, message: str) -> tuple[str, str] | None:
    """Return the name that an error is about and the package without it by now; None for every other error."""
    found = _NUMPY_2.search(message) if type_name == "AttributeError" else None
    if found is not None:
        return f"{found['type'] or 'numpy'}.{found['name']}", "NumPy"
    pattern = {"AttributeError": _ATTRIBUTE, "ImportError": _IMPORT_ERROR}.get(type_name)
    found = pattern.search(message) if pattern is not None else None
    if found is None:
        return None
    parts = found.groupdict()
    place = parts.get("module") or parts.get("type") or ""
    if (place, found["name"]) not in _GONE:
        return None
    return f"{place}.{found['name']}", _PACKAGES.get(place) or _PACKAGES.get(place.partition(".")[0]) or "Python"


def refuses_array(type_name: str, message: str) -> bool:
    """Tell whether NumPy refused to take an array for a number, which it did for one element only lately."""
    return message == _ONE_ELEMENT.get(type_name)
