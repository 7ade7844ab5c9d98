"""XML as a tree whose elements know their lines, read without any of XML's dangers.

Entities cannot be declared here (that is how small files grow to gigabytes, or read other files), and depth
and size are limited.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, NoReturn
from xml.parsers import expat

from .common import ConversionError, Source, bad, number

_MOST_DEPTH = 200
_MOST_ELEMENTS = 2_000_000


@dataclass
class Element:
    """An element: its tag, attributes, children, text and line."""

    tag: str
    attributes: dict[str, str]
    file: str
    line: int
    column: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list[Element]:
        """Children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def first(self, tag: str) -> Element | None:
        """The first child with that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self) -> Iterator[Element]:
        """This element and everything below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def number(self, name: str, otherwise: float | None = None) -> float:
        """A number in an attribute."""
        text = self.attributes.get(name)
        if text is None:
            if otherwise is None:
                self.fail(f"<{self.tag}> has no {name!r}")
            return otherwise
        return number(text, f"<{self.tag} {name}>", self.file, self.line)

    def fail(self, message: str) -> NoReturn:
        raise bad(message, self.file, self.line, self.column)


def parse(source: Source) -> Element:
    """The root element."""
    data = source.data
    mark = data.startswith(b"\xef\xbb\xbf")
    body = data[3:] if mark else data
    if body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        stripped = body.lstrip()
        lines, body = body[: len(body) - len(stripped)].count(b"\n"), stripped
    else:
        lines = 0
    undeclared = b"encoding" not in body[:200].split(b"?>")[0] and body[:2] not in (b"\xff\xfe", b"\xfe\xff")
    if undeclared:
        body = source.text().lstrip("\ufeff \t\r\n").encode("utf-8")
    parser = expat.ParserCreate(None if not undeclared else "utf-8")
    parser.buffer_text = True
    return _Reader(parser, source.name, lines).read(body)


class _Reader:
    def __init__(self, parser: Any, file: str, lines: int) -> None:
        self.parser, self.file, self.lines = parser, file, lines
        self.open: list[Element] = []
        self.root: Element | None = None
        self.elements = 0

    def fail(self, message: str) -> NoReturn:
        raise bad(message, self.file, self.parser.CurrentLineNumber + self.lines, self.parser.CurrentColumnNumber + 1)

    def read(self, body: bytes) -> Element:
        parser = self.parser
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.EntityDeclHandler = lambda *_: self.fail(
            "entity declarations are refused: they can make a small file enormous"
        )
        parser.ExternalEntityRefHandler = lambda *_: self.fail("references to other files are refused")
        parser.SkippedEntityHandler = lambda name, *_: self.fail(f"unknown entity &{name};")
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            raise bad(
                f"not XML: {expat.errors.messages[error.code]}", self.file, error.lineno + self.lines, error.offset + 1
            ) from None
        except (ValueError, LookupError) as error:
            if isinstance(error, ConversionError):
                raise
            raise bad(f"not XML: {error}", self.file) from None
        assert self.root is not None
        return self.root

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) >= _MOST_DEPTH or self.elements > _MOST_ELEMENTS:
            self.fail(f"more than {_MOST_DEPTH} levels or {_MOST_ELEMENTS} elements")
        element = Element(
            tag, attributes, self.file, self.parser.CurrentLineNumber + self.lines, self.parser.CurrentColumnNumber + 1
        )
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        if self.open and text.strip():
            self.open[-1].text += text
