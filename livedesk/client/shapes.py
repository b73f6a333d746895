"""JSON, read into the frozen records of the wire; nothing that is written otherwise is taken.

pydantic does the same for the server, and more; here it would be a tenth of the window's memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], object]


def read(shape: type[T], said: bytes | str) -> T:
    """What `said` holds; fields that `shape` does not know are passed over.

    Args:
        shape: a dataclass of ``str``, ``int``, ``float``, ``bool``, ``X | None``,
            ``tuple[X, ...]``, ``dict[str, X]`` and such dataclasses.

    Raises:
        ValueError: it is no JSON in UTF-8, or of another shape. It quotes nothing of it.
        OverflowError: a number is larger than a float can be.
    """
    text, kind = said.decode() if isinstance(said, bytes) else said, cast(Any, shape)
    try:
        return cast(T, _reader(kind)(json.loads(text)))
    except RecursionError:
        raise ValueError("nested too deeply") from None


@cache
def _reader(kind: Any) -> Reader:
    if is_dataclass(kind):
        return _record(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inside = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (some,) = (_reader(one) for one in inside if one is not NoneType)
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        return _many(_reader(inside[0]))
    if origin is dict:
        return _by_name(_reader(inside[1]))
    raise TypeError(kind)


def _record(shape: Any) -> Reader:
    hints = get_type_hints(shape)
    parts = [(part.name, _reader(hints[part.name]), part.default) for part in fields(shape)]

    def record(value: Any) -> object:
        if type(value) is not dict:
            raise ValueError("no object")
        found = {}
        for name, reader, default in parts:
            if name in value:
                found[name] = reader(value[name])
            elif default is MISSING:
                raise ValueError("incomplete")
        return shape(**found)

    return record


def _many(one: Reader) -> Reader:
    def many(value: Any) -> object:
        if type(value) is not list:
            raise ValueError("no array")
        return tuple(map(one, value))

    return many


def _by_name(one: Reader) -> Reader:
    def by_name(value: Any) -> object:
        if type(value) is not dict:
            raise ValueError("no object")
        return {_text(name): one(part) for name, part in value.items()}

    return by_name


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("no text")
    if not value.isascii():
        value.encode()  # half of a pair (RFC 8259, 8.2) is no text: UnicodeEncodeError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("no whole number")
    return value


def _number(value: Any) -> float:
    if type(value) is not float and type(value) is not int:
        raise ValueError("no number")
    return float(value)


def _yes_or_no(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("neither true nor false")
    return value


_PLAIN: dict[Any, Reader] = {str: _text, int: _whole, float: _number, bool: _yes_or_no}
