"""Building a scenario step by step: every call checks its own part and returns the scenario, so that calls chain.

Names that point elsewhere and formulas are judged by ``check`` and ``run``, so that parts may be added in any order.
"""
from __future__ import annotations

import ctypes as C
import json
from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping, Sequence, Union

from . import _native
from ._handle import Owner
from ._native import lib
from ._values import Number, as_bytes, as_expression, as_float, as_json, as_names, optional
from .errors import ArgumentError

if TYPE_CHECKING:
    from typing_extensions import Self

Hazard = Union[Number, Sequence["tuple[float, Number]"]]
"""A rate for each unit of time, or pieces of (from time, rate)."""


class Builder(Owner):
    """The calls that change a scenario."""

    def _change(self, function: Callable[..., Any], *arguments: Any) -> None:
        with self._handle.alone() as ref:
            function(ref, *arguments)

    def _add(
        self,
        function: Callable[..., Any],
        kind: str,
        expressions: Mapping[str, Any],
        texts: Mapping[str, Any],
        before: tuple[Any, ...] = (),
        **ready: Any,
    ) -> Self:
        """Fill a definition and add it. What is None keeps the definition's default."""
        definition = _native.new_def(kind)
        for name, value in expressions.items():
            if value is not None:
                setattr(definition, name, as_expression(value, name.rstrip("_")))
        for name, value in texts.items():
            if value is not None:
                setattr(definition, name, as_bytes(value, name.rstrip("_")))
        for name, value in ready.items():
            if value is not None:
                setattr(definition, name, value)
        self._change(function, *before, C.byref(definition))
        return self

    def set(self, pointer: str, value: Any) -> Self:
        """Set any part by its JSON pointer (``"/parties/us/power"``); None removes it.

        Missing parents are made as objects; "-" appends to a list. Texts are expressions, as in the JSON.
        """
        self._change(lib.parley_scenario_set, as_bytes(pointer, "pointer"), as_json(value, "value"))
        return self

    def get(self, pointer: str) -> Any:
        """The value at a JSON pointer, as Python values. Raises :class:`parley.errors.NotFoundError`."""
        with self._handle.shared() as ref:
            return json.loads(_native.text_of(lib.parley_scenario_get, ref, as_bytes(pointer, "pointer")))

    def __getitem__(self, pointer: str) -> Any:
        return self.get(pointer)

    def __setitem__(self, pointer: str, value: Any) -> None:
        self.set(pointer, value)

    def __delitem__(self, pointer: str) -> None:
        self.get(pointer)
        self.set(pointer, None)

    def add_assumption(
        self,
        id: str,
        value: Number,
        *,
        label: str | None = None,
        unit: str | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> Self:
        """Add a named number that other expressions use, uncertain as a rule: ``("resolve", "beta(4, 6)")``."""
        return self._add(
            lib.parley_scenario_add_assumption,
            "assumption",
            {"value": value},
            {"id": id, "label": label, "unit": unit, "source": source, "note": note},
        )

    def add_correlation(self, a: str, b: str, rank: float) -> Self:
        """Correlate two uncertain numbers: their rank correlation, -1 to 1."""
        self._change(lib.parley_scenario_add_correlation, as_bytes(a, "a"), as_bytes(b, "b"), as_float(rank, "rank"))
        return self

    def add_issue(
        self,
        id: str,
        *,
        options: Iterable[str] | None = None,
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        points: Iterable[float] | None = None,
        fixed: Number | None = None,
        status_quo: Number | None = None,
        delivered_by: str | None = None,
        label: str | None = None,
        unit: str | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> Self:
        """Add what is negotiated: one of a few ``options``, or a number from ``low`` to ``high``.

        Args:
            step: distance of the numeric grid; None: 101 points. ``points``: an explicit grid instead.
            fixed: off the table, settled so. status_quo: its value without a deal.
            delivered_by: id of the party that has to deliver it.
        """
        names = None if options is None else as_names(options, "options")
        grid = None if points is None else [as_float(p, "points") for p in points]
        return self._add(
            lib.parley_scenario_add_issue,
            "issue",
            {"fixed": fixed, "status_quo": status_quo},
            {"id": id, "delivered_by": delivered_by, "label": label, "unit": unit, "source": source, "note": note},
            options=None if names is None else _native.texts(names),
            option_count=None if names is None else len(names),
            low=None if low is None else as_float(low, "low"),
            high=None if high is None else as_float(high, "high"),
            step=None if step is None else as_float(step, "step"),
            points=None if grid is None else _native.numbers(grid),
            point_count=None if grid is None else len(grid),
        )

    def add_party(
        self,
        id: str,
        *,
        power: Number | None = None,
        salience: Number | None = None,
        no_deal: Number | None = None,
        discount: Number | None = None,
        label: str | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> Self:
        """Add a party.

        Args:
            power: > 0, default 1. salience: overall attention in [0, 1], default 1.
            no_deal: utility of no agreement, default 0. discount: in (0, 1], per round, default 1.
        """
        return self._add(
            lib.parley_scenario_add_party,
            "party",
            {"power": power, "salience": salience, "no_deal": no_deal, "discount": discount},
            {"id": id, "label": label, "source": source, "note": note},
        )

    def add_demand(
        self,
        party: str,
        issue: str,
        *,
        weight: Number | None = None,
        ideal: Number | None = None,
        limit: Number | None = None,
        limit_high: Number | None = None,
        shape: Number | None = None,
        values: Iterable[float] | Mapping[str, float] | None = None,
        formula: str | None = None,
        red_line: bool = False,
    ) -> Self:
        """Add what a party wants on one issue, and how far it will go.

        Args:
            weight: >= 0, normalised over the party's demands; default 1.
            ideal, limit: worth 1 and worth 0, in the issue's unit. limit_high: second limit of a single peak.
            shape: exponent > 0; below 1 the first gains weigh most.
            values: instead: the worth of each option in [0, 1], in the issue's order, or by option.
            formula: instead of both: a formula in x, clamped to [0, 1].
            red_line: beyond the limit there is no deal.
        """
        worth = None
        if values is not None:
            worth = [
                as_float(v, "values")
                for v in (self._in_order(issue, values) if isinstance(values, Mapping) else values)
            ]
        return self._add(
            lib.parley_scenario_add_demand,
            "demand",
            {"weight": weight, "ideal": ideal, "limit": limit, "limit_high": limit_high, "shape": shape},
            {"issue": issue, "formula": formula},
            (as_bytes(party, "party"),),
            values=None if worth is None else _native.numbers(worth),
            value_count=None if worth is None else len(worth),
            red_line=bool(red_line),
        )

    def _in_order(self, issue: str, values: Mapping[str, float]) -> list[float]:
        options = self.get(f"/issues/{issue}/options")
        if set(values) != set(options):
            raise ArgumentError(
                f"values: found {', '.join(map(repr, values))}, expected the options of {issue!r}: "
                f"{', '.join(map(repr, options))}"
            )
        return [values[option] for option in options]

    def add_trust(self, party: str, in_party: str, value: Number) -> Self:
        """How far a party trusts another to deliver, in [0, 1]."""
        self._change(
            lib.parley_scenario_add_trust,
            as_bytes(party, "party"),
            as_bytes(in_party, "in_party"),
            as_expression(value, "value"),
        )
        return self

    def add_linkage(self, party: str, when: str, add: Number) -> Self:
        """Add a bonus or malus to a party's utility when a condition over the issues holds."""
        return self._add(
            lib.parley_scenario_add_linkage, "linkage", {"add": add}, {"when": when}, (as_bytes(party, "party"),)
        )

    def set_concession(self, party: str, **how: Any) -> Self:
        """How the party concedes in talks: ``set_concession("us", exponent=0.3, floor=0.2)``."""
        self._change(lib.parley_scenario_set_concession, as_bytes(party, "party"), as_json(how, "concession"))
        return self

    def add_talks(
        self,
        id: str,
        *,
        parties: Iterable[str] | None = None,
        issues: Iterable[str] | None = None,
        protocol: str | Mapping[str, Any] | None = None,
        requires: str | None = None,
        skip: bool = False,
        takes: Number | None = None,
        label: str | None = None,
        **parameters: Any,
    ) -> Self:
        """Add a sitting that settles issues among parties.

        Args:
            parties, issues: None: all parties; all issues that are still open.
            protocol: name, default "alternating"; further keywords are its parameters: ``rounds=20``.
            requires: formula; the step is reached only when it holds. skip: an unmet requirement skips the step.
            takes: time it takes.
        """
        who = None if parties is None else as_names(parties, "parties")
        what = None if issues is None else as_names(issues, "issues")
        named = as_json(protocol, "protocol").decode() if isinstance(protocol, Mapping) else protocol
        return self._add(
            lib.parley_scenario_add_talks,
            "talks",
            {"takes": takes},
            {"id": id, "protocol": named, "requires_": requires, "label": label},
            parties=None if who is None else _native.texts(who),
            party_count=None if who is None else len(who),
            issues=None if what is None else _native.texts(what),
            issue_count=None if what is None else len(what),
            parameters=as_json(parameters, "parameters") if parameters else None,
            skip=bool(skip),
        )

    def add_vote(
        self,
        id: str,
        *,
        yes: Number | None = None,
        blocs: Mapping[str, Any] | None = None,
        rule: Any = None,
        requires: str | None = None,
        skip: bool = False,
        takes: Number | None = None,
        label: str | None = None,
    ) -> Self:
        """Add a vote: ``yes`` is the chance that it passes; or ``blocs``, with a ``rule``.

        Args:
            blocs: ``{"left": {"weight": 120, "yes": "0.7"}, ...}``.
            rule: "majority" (default), "unanimity" or ``{"quota": 0.6, "veto": ["left"]}``.
        """
        return self._add(
            lib.parley_scenario_add_vote,
            "vote",
            {"yes": yes, "takes": takes},
            {"id": id, "requires_": requires, "label": label},
            blocs=None if blocs is None else as_json(dict(blocs), "blocs"),
            rule=None if rule is None else as_json(rule, "rule"),
            skip=bool(skip),
        )

    def add_chance(
        self,
        id: str,
        probability: Number,
        *,
        fails: bool = False,
        requires: str | None = None,
        skip: bool = False,
        takes: Number | None = None,
        label: str | None = None,
    ) -> Self:
        """Add an event that happens with a probability; ``fails``: the talks end when it does."""
        return self._add(
            lib.parley_scenario_add_chance,
            "chance",
            {"probability": probability, "takes": takes},
            {"id": id, "requires_": requires, "label": label},
            fails=bool(fails),
            skip=bool(skip),
        )

    def set_aftermath(self, horizon: float, states: Iterable[str], start: str | None = None) -> Self:
        """Begin the aftermath: its horizon > 0 in the time unit, its states, where it starts (None: the first).

        ``start`` is a state's name, or a formula whose value is a state in single quotes.
        """
        names = as_names(states, "states")
        self._change(
            lib.parley_scenario_set_aftermath,
            as_float(horizon, "horizon"),
            _native.texts(names),
            len(names),
            optional(start, "start"),
        )
        return self

    def add_transition(
        self,
        from_state: str,
        to_state: str,
        *,
        rate: Hazard | None = None,
        weibull: tuple[Number, Number] | None = None,
        after: Number | None = None,
        times: Number | None = None,
        clock: str = "start",
    ) -> Self:
        """Add a way from one state to another: exactly one of ``rate``, ``weibull`` or ``after``.

        Args:
            rate: for each unit of time; or pieces ``[(0, 0.25), (1, "hazard")]``: the rate holds from that time on.
            weibull: (shape, scale). after: a fixed delay. times: multiplies the hazard.
            clock: "start" or "entry": when time counts from.
        """
        if clock not in ("start", "entry"):
            raise ArgumentError(f'clock: found {clock!r}, expected "start" or "entry"')
        starts = rates = None
        if rate is not None and not isinstance(rate, (str, int, float)):
            starts = [as_float(piece[0], "rate: from time") for piece in rate]
            rates = [as_expression(piece[1], "rate") or b"" for piece in rate]
            rate = None
        shape, scale = weibull if weibull is not None else (None, None)
        return self._add(
            lib.parley_scenario_add_transition,
            "transition",
            {"rate": rate, "weibull_shape": shape, "weibull_scale": scale, "after": after, "times": times},
            {"from": from_state, "to": to_state},
            piece_from=None if starts is None else _native.numbers(starts),
            piece_rate=None if rates is None else _native.texts(rates),
            piece_count=None if rates is None else len(rates),
            clock_entry=clock == "entry",
        )

    def add_metric(
        self,
        id: str,
        value: Number,
        *,
        given: str | None = None,
        label: str | None = None,
        unit: str | None = None,
        note: str | None = None,
    ) -> Self:
        """Add a question: a formula over all columns; ``given``: only trials in which it holds count."""
        return self._add(
            lib.parley_scenario_add_metric,
            "metric",
            {"value": value},
            {"id": id, "given": given, "label": label, "unit": unit, "note": note},
        )

    def add_variant(self, name: str, patch: Mapping[str, Any]) -> Self:
        """Add a variant: an RFC 7396 merge patch on the scenario."""
        self._change(lib.parley_scenario_add_variant, as_bytes(name, "name"), as_json(dict(patch), "patch"))
        return self
