"""How objects look in a notebook: small tables, every text escaped."""
from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Iterable

if TYPE_CHECKING:
    from .comparison import Comparison
    from .report import Report
    from .result import Quantity, Result
    from .scenario import Scenario

MOST_ROWS = 40


def _number(value: float) -> str:
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "never" if value > 0 else "−∞"
    return escape(f"{value:.4g}".replace("-", "−"))


def _table(title: str, heads: Iterable[str], rows: list[list[str]], note: str = "") -> str:
    """Cells are HTML already."""
    head = "".join(
        f"<th style='text-align:{'left' if i == 0 else 'right'}'>{escape(h)}</th>" for i, h in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td style='text-align:{'left' if i == 0 else 'right'}'>{cell}</td>" for i, cell in enumerate(row))
        + "</tr>"
        for row in rows[:MOST_ROWS]
    )
    more = f"<p>… and {len(rows) - MOST_ROWS} more</p>" if len(rows) > MOST_ROWS else ""
    return (
        f"<div><p><b>{escape(title)}</b>{'<br>' + note if note else ''}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )


def _named(q: Quantity) -> str:
    return escape(q.label) + (f" ({escape(q.unit)})" if q.unit else "")


def _interval(q: Quantity) -> str:
    return f"[{_number(q.ci95[0])}, {_number(q.ci95[1])}]"


def result(r: Result) -> str:
    """Agreement and the metrics."""
    if r.closed:
        return "<p>a closed result</p>"
    rows = []
    for name in ["agreement", *r.in_group("metrics")]:
        q = r[name]
        rows.append(
            [
                _named(q),
                _number(q.mean),
                _interval(q),
                *(_number(q.quantiles[p]) for p in (0.05, 0.5, 0.95)),
                f"{q.n:,}",
            ]
        )
    title = r.title + (f" — {r.variant}" if r.variant else "")
    note = f"{r.trials:,} trials, seed {r.seed}, {r.sampling} sampling; time in {escape(r.time_unit)}"
    return _table(title, ["", "mean", "95% interval", "5%", "median", "95%", "trials"], rows, note)


def comparison(c: Comparison) -> str:
    """Means by variant and paired differences from the baseline."""
    if c.closed and not c._kept:
        return "<p>a closed comparison</p>"
    base = c.results[c.baseline]
    rows = []
    for name in ["agreement", *base.in_group("metrics")]:
        rows.append([f"<b>{_named(base[name])}</b>", "", "", ""])
        for index, (variant, r) in enumerate(c.results.items()):
            q = r[name]
            cells = ["baseline", ""]
            if index > 0:
                d = c._difference(index, name)
                cells = [_number(d.mean), f"[{_number(d.ci95[0])}, {_number(d.ci95[1])}]"]
            rows.append([f"&emsp;{escape(variant)}", _number(q.mean), *cells])
    note = f"{base.trials:,} trials on the same draws, seed {base.seed}"
    return _table(base.title, ["", "mean", "difference", "95% interval"], rows, note)


def scenario(s: Scenario) -> str:
    """Who and what."""
    if s.closed:
        return "<p>a closed scenario</p>"
    parts = {
        "parties": s.parties,
        "issues": s.issues,
        "steps": s.steps,
        "states": s.states,
        "assumptions": s.assumptions,
        "metrics": s.metrics,
        "variants": s.variants,
    }
    rows = [
        [escape(kind), f"<span style='float:left'>{escape(', '.join(ids))}</span>"]
        for kind, ids in parts.items()
        if ids
    ]
    return _table(s.title or "A scenario", ["", ""], rows)


def report(r: Report) -> str:
    """As it prints."""
    return f"<pre>{escape(str(r))}</pre>"
