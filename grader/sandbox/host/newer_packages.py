"""Which errors come of a package that is newer here than where the code was written, and say nothing of its author.

Tables of names that NumPy, pandas, SciPy and Python itself took out, written out by hand from their release notes. Looks
at an error's type and words; knows no student and no package's version.
"""

from __future__ import annotations

import re

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

_GONE = {(place, name) for place, names in _REMOVED.items() for name in names.split()}
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
_IMPORT = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'")
_NUMPY_2 = re.compile(r"`(?:np\.)?(?P<name>[\w.]+)` was removed (?:in the NumPy 2|from the (?P<type>ndarray))")
_ONE_ELEMENT = {
    "TypeError": "only 0-dimensional arrays can be converted to Python scalars",
    "ValueError": "setting an array element with a sequence.",
}
"""What NumPy says since 2.4 where an array of one element stands for a number; of larger ones it always said it."""


def removed_name(type_name: str, message: str) -> tuple[str, str] | None:
    """Return the name that an error is about and the package that no longer has it; None for every other error."""
    found = _NUMPY_2.search(message) if type_name == "AttributeError" else None
    if found is not None:
        return f"{found['type'] or 'numpy'}.{found['name']}", "NumPy"
    pattern = {"AttributeError": _ATTRIBUTE, "ImportError": _IMPORT}.get(type_name)
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
