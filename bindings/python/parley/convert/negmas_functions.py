"""NegMAS's value functions of one issue, as formulas in x and as functions.

Triangular, trapezoidal, Gaussian and aggregating functions are refused: their meaning has changed between
versions of NegMAS. Lambda functions are pickled code and always refused.
"""
from __future__ import annotations

import math
from typing import Callable, Sequence

from .common import plain
from .model import Curve, Formula, Issue, Table, Value
from .trees import Tree


def _line(slope: float, bias: float) -> tuple[str, Callable[[float], float]]:
    return f"{slope!r} * x + {bias!r}", lambda x: x * slope + bias


def _polynomial(coefficients: Sequence[float], bias: float) -> tuple[str, Callable[[float], float]]:
    terms = [f"{c!r} * x^{p}" for p, c in enumerate(coefficients, 1)]
    return " + ".join([repr(bias), *terms]), lambda x: sum((c * x**p for p, c in enumerate(coefficients, 1)), bias)


def _exponential(f: Tree) -> tuple[str, Callable[[float], float]]:
    tau, bias, base = f.number_at("tau"), f.number_at("bias", 0.0), f.number_at("base", math.e)
    return f"pow({base!r}, {tau!r} * x) + {bias!r}", lambda x: math.pow(base, tau * x) + bias


def _logarithm(f: Tree) -> tuple[str, Callable[[float], float]]:
    tau, bias, base, scale = (
        f.number_at("tau"),
        f.number_at("bias", 0.0),
        f.number_at("base", math.e),
        f.number_at("scale", 1.0),
    )
    return f"{scale!r} * log({tau!r} * x) / log({base!r}) + {bias!r}", lambda x: scale * math.log(tau * x, base) + bias


def _wave(f: Tree, name: str, function: Callable[[float], float]) -> tuple[str, Callable[[float], float]]:
    times, bias = f.number_at("multiplier", 1.0), f.number_at("bias", 0.0)
    phase, high = f.number_at("phase", 0.0), f.number_at("amplitude", 1.0)
    return (
        f"{high!r} * {name}({times!r} * x + {phase!r}) + {bias!r}",
        lambda x: high * function(times * x + phase) + bias,
    )


_MAKERS: dict[str, Callable[[Tree], tuple[str, Callable[[float], float]]]] = {
    "AffineFun": lambda f: _line(f.number_at("slope"), f.number_at("bias", 0.0)),
    "LinearFun": lambda f: _line(f.number_at("slope"), 0.0),
    "ConstFun": lambda f: _line(0.0, f.number_at("bias")),
    "IdentityFun": lambda f: _line(1.0, 0.0),
    "QuadraticFun": lambda f: _polynomial([f.number_at("a1"), f.number_at("a2")], f.number_at("bias", 0.0)),
    "PolynomialFun": lambda f: _polynomial(
        [c.number() for c in f.child("coefficients").list()], f.number_at("bias", 0.0)
    ),
    "ExponentialFun": _exponential,
    "LogFun": _logarithm,
    "SinFun": lambda f: _wave(f, "sin", math.sin),
    "CosFun": lambda f: _wave(f, "cos", math.cos),
}


def _table(f: Tree, issue: Issue, raw: Sequence[str], notes: list[str]) -> Table:
    """A mapping by value; ``raw`` are the issue's values as the file writes them."""
    mapping = {key: value.number() for key, value in f.child("mapping").object().items()}
    missing = [value for value in raw if value not in mapping]
    if missing:
        f.fail(f"the mapping lacks {', '.join(map(repr, missing[:5]))}")
    for key in mapping:
        if key not in raw:
            notes.append(f"{f.file}: {f.path}: the value {key!r} is not in the domain; left out")
    return Table([mapping[value] for value in raw])


def value_function(
    f: Tree, issue: Issue, raw: Sequence[str], numbers: Sequence[float] | None, notes: list[str]
) -> Value:
    """A value function over an issue. ``numbers`` are what its options stand for, if they are numbers."""
    kind = f.child("type").text().rsplit(".", 1)[-1]
    if kind == "TableFun":
        table = _table(f, issue, raw, notes)
        return table if issue.options is not None else Curve(list(zip(issue.points(), table.values)))
    if "Lambda" in kind or isinstance(f.value.get("f"), (str, bytes)):
        f.fail(f"{kind} holds code, which is never run; write it as a table or one of {', '.join(_MAKERS)}")
    if kind not in _MAKERS:
        f.fail(f"the function {kind} cannot be read; expected TableFun, {', '.join(_MAKERS)}")
    text, function = _MAKERS[kind](f)

    def at(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError, ZeroDivisionError):
            f.fail(f"{kind} has no value at {x:g}")

    if issue.options is not None:
        if numbers is None and kind != "ConstFun":
            f.fail(f"{kind} needs numbers, and the values of {issue.name!r} are none")
        return Table([at(x) for x in (numbers or [0.0] * len(issue.options))])
    if kind in ("AffineFun", "LinearFun", "ConstFun", "IdentityFun"):
        return Curve([(issue.low, at(issue.low)), (issue.high, at(issue.high))])
    if issue.step is not None and issue.size() <= 1000:
        return Curve([(plain(x), at(x)) for x in issue.points()])
    return Formula(text, at)
