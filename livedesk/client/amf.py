"""AMF0, the little language of RTMP's commands: as much as connecting and publishing needs.

Source: Adobe's Action Message Format AMF0 specification, section 2.
"""

from __future__ import annotations

import struct

Value = None | bool | float | str | dict[str, "Value"] | list["Value"]

_NUMBER, _BOOLEAN, _STRING, _OBJECT, _NULL = 0, 1, 2, 3, 5
_OBJECT_END, _STRICT_ARRAY = 9, 10
_DEEPEST = 8


class BadAmf(ValueError):
    """What came is none."""


def encoded(*values: Value) -> bytes:
    """The values one after another."""
    return b"".join(_encoded(value) for value in values)


def decoded(data: bytes) -> list[Value]:
    """All values in `data`.

    Raises:
        BadAmf: it is cut off, or of a kind that no server sends here.
    """
    values: list[Value] = []
    place = 0
    try:
        while place < len(data):
            value, place = _value(data, place, 0)
            values.append(value)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BadAmf(str(error)) from None
    return values


def _encoded(value: Value) -> bytes:
    match value:
        case None:
            return bytes([_NULL])
        case bool():
            return struct.pack(">BB", _BOOLEAN, value)
        case int() | float():
            return struct.pack(">Bd", _NUMBER, value)
        case str():
            return bytes([_STRING]) + _name(value)
        case dict():
            inside = b"".join(_name(name) + _encoded(one) for name, one in value.items())
            return bytes([_OBJECT]) + inside + bytes([0, 0, _OBJECT_END])
        case list():
            return struct.pack(">BI", _STRICT_ARRAY, len(value)) + encoded(*value)


def _name(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def _value(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    if depth > _DEEPEST:
        raise BadAmf("too deep")
    kind, at = data[at], at + 1
    match kind:
        case 0:
            return float(struct.unpack_from(">d", data, at)[0]), at + 8
        case 1:
            return data[at] != 0, at + 1
        case 2:
            return _text(data, at)
        case 3:
            return _object(data, at, depth)
        case 5 | 6:
            return None, at
        case 8:
            return _object(data, at + 4, depth)
        case 10:
            (count,) = struct.unpack_from(">I", data, at)
            at += 4
            values: list[Value] = []
            for _ in range(count):
                value, at = _value(data, at, depth + 1)
                values.append(value)
            return values, at
        case 11:
            return float(struct.unpack_from(">d", data, at)[0]), at + 10
        case 12:
            (length,) = struct.unpack_from(">I", data, at)
            return data[at + 4 : at + 4 + length].decode(), at + 4 + length
        case _:
            raise BadAmf(f"kind {kind}")


def _text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from(">H", data, at)
    return data[at + 2 : at + 2 + length].decode(), at + 2 + length


def _object(data: bytes, at: int, depth: int) -> tuple[dict[str, Value], int]:
    found: dict[str, Value] = {}
    while True:
        name, at = _text(data, at)
        if not name and data[at] == _OBJECT_END:
            return found, at + 1
        found[name], at = _value(data, at, depth + 1)
