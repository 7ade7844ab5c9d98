"""KTAB's SMP files in XML: the actors of its CSV, the model's parameters and the adjustment of ideals.

Words are taken as the schema and as the code of KTAB have them, where the two differ.
"""
from __future__ import annotations

from typing import Any

from .common import Source, number
from .spatial import Actor, Table, scenario_of
from .xml_tree import Element, parse

_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "VictoryProbModel": ("victory", {w: w.lower() for w in ("Linear", "Square", "Quartic", "Octic", "Binary")}),
    "PCEModel": (
        "solver",
        {"Conditional": "conditional", "MarkovIncentive": "markov_incentive", "MarkovUniform": "markov_uniform"},
    ),
    "StateTransitions": ("transitions", {"Deterministic": "deterministic", "Stochastic": "stochastic"}),
    "VotingRule": (
        "voting",
        {
            "Binary": "binary",
            "PropBin": "prop_bin",
            "Prop": "proportional",
            "Proportional": "proportional",
            "PropCbc": "prop_cubic",
            "Cubic": "cubic",
            "ASymProsp": "asymmetric",
        },
    ),
    "BigRAdjust": (
        "perspective",
        {
            "None": "none",
            "No": "none",
            "OneThird": "one_third",
            "Half": "half",
            "TwoThirds": "two_thirds",
            "Full": "full",
        },
    ),
    "BigRRange": ("risk", {"Min": "min", "Mid": "mid", "Max": "max"}),
    "ThirdPartyCommit": ("third_parties", {"NoCommit": "no", "SemiCommit": "semi", "FullCommit": "full"}),
    "InterVecBrgn": ("bargains", {"S1P1": "s1p1", "S2P2": "s2p2", "S2PMax": "s2pmax"}),
    "BargnModel": (
        "interpolation",
        {"InitOnlyInterp": "init_only", "InitRcvrInterp": "init_rcvr", "PWCompInterp": "pw_comp"},
    ),
}
_KNOWN = {"name", "desc", "prngSeed", "ModelParameters", "Dimensions", "Actors", "IdealAdjustment"}


def _text(element: Element, tag: str, otherwise: str | None = None) -> str:
    child = element.first(tag)
    if child is None:
        if otherwise is None:
            element.fail(f"<{element.tag}> without <{tag}>")
        return otherwise
    return " ".join(child.text.split())


def _number(element: Element, what: str, most: float) -> float:
    value = number(element.text, what, element.file, element.line)
    if not 0.0 <= value <= most:
        element.fail(f"{what}: found {element.text.strip()}, expected 0 to {most:g}")
    return value


def _numbers(actor: Element, group: str, tag: str, dimensions: int) -> list[float]:
    parent = actor.first(group)
    if parent is None:
        actor.fail(f"an actor without <{group}>")
    found = parent.all(tag)
    if len(found) != dimensions:
        parent.fail(f"<{group}> has {len(found)} <{tag}>, expected one for each of {dimensions} dimensions")
    return [_number(child, f"<{tag}>", 100.0) for child in found]


def _parameters(root: Element, notes: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {"compat": "ktab"}
    given = root.first("ModelParameters")
    for element in given.children if given else []:
        if element.tag not in _WORDS:
            notes.append(f"{element.file}:{element.line}: <{element.tag}> has no counterpart; left out")
            continue
        name, words = _WORDS[element.tag]
        word = element.text.strip()
        if word not in words:
            element.fail(f"<{element.tag}>: found {word!r}, expected one of {', '.join(words)}")
        out[name] = words[word]
    return out


def _adjustment(root: Element, names: list[str]) -> dict[str, dict[str, float]]:
    """Rows of the matrix that differ from the identity."""
    given = root.first("IdealAdjustment")
    rows: dict[str, dict[str, float]] = {}
    for pair in given.all("iaPair") if given else []:
        i, j = _text(pair, "adjustingIdeal"), _text(pair, "referencePos")
        for name in (i, j):
            if name not in names:
                pair.fail(f"there is no actor {name!r}")
        share = pair.first("adjust")
        if share is None:
            pair.fail("<iaPair> without <adjust>")
        rows.setdefault(i, {i: 1.0})[j] = _number(share, "<adjust>", 1.0)
    for i, row in rows.items():
        if sum(row.values()) > 1.0 + 1e-9:
            assert given is not None
            given.fail(
                f"the adjustments of {i!r} sum to {sum(row.values()):g} with what it keeps of its own position (1"
                " unless a pair of the actor with itself says less), expected at most 1"
            )
        if row[i] == 0.0:
            del row[i]
    return rows


def read(source: Source, notes: list[str]) -> tuple[Table, dict[str, Any]]:
    """The actors and the parameters of `challenge`."""
    root = parse(source)
    dimension_list = root.first("Dimensions")
    dimensions = [" ".join(e.text.split()) for e in dimension_list.all("dName")] if dimension_list else []
    if not dimensions:
        root.fail("expected <Dimensions> with at least one <dName>")
    table = Table(_text(root, "name", source.stem), _text(root, "desc", ""), dimensions, 0.0, 100.0)
    actors = root.first("Actors")
    for actor in actors.all("Actor") if actors else []:
        capability = actor.first("capability")
        if capability is None:
            actor.fail("an actor without <capability>")
        saliences = [s / 100.0 for s in _numbers(actor, "Salience", "dSal", len(dimensions))]
        table.add(
            Actor(
                _text(actor, "name"),
                _text(actor, "description", ""),
                _number(capability, "<capability>", 1e8),
                _numbers(actor, "Position", "dCoord", len(dimensions)),
                saliences,
            ),
            actor.file,
            actor.line,
        )
    if len(table.actors) < 2:
        root.fail(f"found {len(table.actors)} actors, expected at least 2")
    for element in root.children:
        if element.tag not in _KNOWN:
            notes.append(f"{element.file}:{element.line}: <{element.tag}> has no counterpart; left out")
    parameters = _parameters(root, notes)
    adjustment = _adjustment(root, [actor.name for actor in table.actors])
    if adjustment:
        parameters["adjustment"] = adjustment
    seed = _text(root, "prngSeed", "")
    if seed:
        notes.append(
            f"{source.name}: the seed {seed} belongs to KTAB's generator; a run of the scenario has a seed of its own"
        )
    return table, parameters


def to_scenario(source: Source, protocol: str, notes: list[str]) -> dict[str, Any]:
    """The scenario of a file."""
    table, parameters = read(source, notes)
    return scenario_of(table, protocol, parameters, f"From KTAB XML ({source.stem})", notes)
