"""JSON and YAML read as plain values: texts, numbers, truths, lists and objects, and nothing that could run.

YAML is read by PyYAML's safe loader, after tags and aliases, which can make objects or explode, were refused.
"""
from __future__ import annotations

import importlib
import json
from typing import Any, NoReturn

from ..errors import DependencyError
from .common import Source, bad

_MOST_DEPTH = 100


class Tree:
    """An object of a file, with errors that name the file and the way to the value."""

    def __init__(self, value: Any, file: str, path: str = "") -> None:
        self.value, self.file, self.path = value, file, path

    def fail(self, message: str) -> NoReturn:
        raise bad(f"{self.path or '/'}: {message}", self.file)

    def child(self, key: str | int) -> Tree:
        """A member that has to be there."""
        found = self.find(key)
        if found is None:
            self.fail(f"{key!r} is missing")
        return found

    def find(self, *keys: str | int) -> Tree | None:
        """The first of these members that is there and not null."""
        for key in keys:
            if isinstance(self.value, dict) and self.value.get(key) is not None:
                return Tree(self.value[key], self.file, f"{self.path}/{key}")
            if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
                return Tree(self.value[key], self.file, f"{self.path}/{key}")
        return None

    def object(self) -> dict[str, Tree]:
        """Members by the text of their keys."""
        if not isinstance(self.value, dict):
            self.fail(f"found {_kind(self.value)}, expected an object")
        return {str(key): Tree(value, self.file, f"{self.path}/{key}") for key, value in self.value.items()}

    def list(self) -> list[Tree]:
        if not isinstance(self.value, list):
            self.fail(f"found {_kind(self.value)}, expected a list")
        return [Tree(value, self.file, f"{self.path}/{i}") for i, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.fail(f"found {_kind(self.value)}, expected a text")
        return self.value

    def number(self, *, infinite: bool = False) -> float:
        value = self.value
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                pass
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(f"found {_kind(self.value)}, expected a number")
        try:
            value = float(value)
        except OverflowError:
            self.fail("a number too large to compute with")
        if value != value or (abs(value) == float("inf") and not infinite):
            self.fail(f"found {value}, expected a finite number")
        return value

    def number_at(self, key: str, otherwise: float | None = None) -> float:
        """A number among the members."""
        found = self.find(key)
        if found is None:
            if otherwise is None:
                self.fail(f"{key!r} is missing")
            return otherwise
        return found.number()


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", type(None): "null"}.get(type(value), repr(value)[:60])


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise KeyError(key)
        out[key] = value
    return out


def parse_json(source: Source) -> Tree:
    """JSON without duplicate keys."""
    try:
        return Tree(json.loads(source.text(), object_pairs_hook=_pairs), source.name)
    except json.JSONDecodeError as error:
        raise bad(f"not JSON: {error.msg}", source.name, error.lineno, error.colno) from None
    except KeyError as error:
        raise bad(f"the key {error.args[0]!r} is there twice", source.name) from None
    except RecursionError:
        raise bad("too deep", source.name) from None


def _yaml(source: Source) -> Any:
    try:
        return importlib.import_module("yaml")
    except ImportError:
        raise DependencyError(
            f"{source.name}: reading YAML needs PyYAML: pip install pyyaml, or apt install python3-yaml; JSON needs nothing"
        ) from None


def parse_yaml(source: Source) -> Tree:
    """YAML without tags, aliases and duplicate keys."""
    yaml = _yaml(source)
    text, depth = source.text(), 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            place = source.name, event.start_mark.line + 1, event.start_mark.column + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise bad("anchors and aliases are refused: they can make a small file enormous", *place)
            if getattr(event, "tag", None):
                raise bad(f"the tag {event.tag!r} is refused: only plain values are read", *place)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MOST_DEPTH:
                raise bad(f"deeper than {_MOST_DEPTH} levels", *place)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_twice(yaml, node, source)
        return Tree(yaml.safe_load(text), source.name)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise bad(
            f"not YAML: {getattr(error, 'problem', None) or error}",
            source.name,
            mark.line + 1 if mark else None,
            mark.column + 1 if mark else None,
        ) from None


def _refuse_twice(yaml: Any, root: Any, source: Source) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen = set()
            for key, value in node.value:
                if key.value in seen if isinstance(key.value, str) else False:
                    raise bad(
                        f"the key {key.value!r} is there twice",
                        source.name,
                        key.start_mark.line + 1,
                        key.start_mark.column + 1,
                    )
                seen.add(key.value if isinstance(key.value, str) else id(key))
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)


def parse(source: Source) -> Tree:
    """Either: what starts like JSON is JSON."""
    return parse_json(source) if source.text().lstrip("\ufeff \t\r\n").startswith("{") else parse_yaml(source)
