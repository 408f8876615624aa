"""How properties are tried: the same examples every time, however slow the machine; others when asked.

`pytest --hypothesis-profile=explore` looks for new ones.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("same", derandomize=True, database=None, **_PATIENT)  # type: ignore[arg-type]
settings.register_profile("explore", **_PATIENT)  # type: ignore[arg-type]
settings.load_profile("same")
