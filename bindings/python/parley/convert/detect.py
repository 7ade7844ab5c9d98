"""What format a file is in, by what it says, never by its name."""
from __future__ import annotations

import json
import re

from .common import Source, bad

GENIUS, GENIUSWEB, NEGMAS, KTAB_CSV, KTAB_XML, BDM, PARLEY = (
    "genius",
    "geniusweb",
    "negmas",
    "ktab-csv",
    "ktab-xml",
    "bdm",
    "parley",
)
_MOST_LOOKED_AT = 1_000_000
_ROOTS = {"negotiation_template": GENIUS, "utility_space": GENIUS, "Scenario": KTAB_XML}


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').strip().lower() for cell in line.split(",")]


def _of_json(source: Source, text: str) -> str | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        # Its own reader says where it breaks; which one is told by a word of each.
        for word, format_ in (
            ("issuesValues", GENIUSWEB),
            ("LinearAdditiveUtilitySpace", GENIUSWEB),
            ('"parley"', PARLEY),
            ('"type"', NEGMAS),
        ):
            if word in text:
                return format_
        raise bad("not JSON", source.name, getattr(error, "lineno", None), getattr(error, "colno", None)) from None
    if not isinstance(value, dict):
        return None
    if "parley" in value:
        return PARLEY
    if "issuesValues" in value or "issueValues" in value or any(key.endswith("UtilitySpace") for key in value):
        return GENIUSWEB
    return NEGMAS if _is_negmas(str(value.get("type", ""))) else None


def _is_negmas(type_: str) -> bool:
    return "OutcomeSpace" in type_ or "fun" in type_.lower()


def detect(source: Source) -> str | None:
    """The name of the format, or None for a file that is none of them (a folder may hold such)."""
    text = source.text().lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        root = re.search(r"<([A-Za-z_][\w.-]*)", re.sub(r"<!--.*?-->|<\?.*?\?>", "", text[:100_000], flags=re.S))
        return _ROOTS.get(root.group(1)) if root else None
    if text.startswith("{"):
        return _of_json(source, text)
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:2]
    if lines and {"actor", "capability", "position", "salience"} <= set(_cells(lines[0])):
        return BDM
    if len(lines) == 2 and _cells(lines[1])[:3] == ["actor", "description", "power"]:
        return KTAB_CSV
    type_ = re.search(r"""^['"]?type['"]?\s*:\s*['"]?([\w.]+)""", text[:_MOST_LOOKED_AT], flags=re.M)
    return NEGMAS if type_ and _is_negmas(type_.group(1)) else None
