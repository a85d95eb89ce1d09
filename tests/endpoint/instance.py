"""The smallest thing that a JSON Schema allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def instance(schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """Return a small valid instance of the schemas that strict structured output allows."""
    whole = schema if root is None else root
    if "$ref" in schema:
        return instance(resolved(schema, whole), whole)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    if "anyOf" in schema:
        return instance(schema["anyOf"][0], whole)
    kinds = schema.get("type", "object")
    match kinds if isinstance(kinds, str) else kinds[0]:
        case "object":
            return {name: instance(part, whole) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [instance(schema["items"], whole) for _ in range(schema.get("minItems", 0))]
        case "string":
            return "text"[: schema.get("maxLength")].ljust(schema.get("minLength", 0), ".")
        case "boolean":
            return True
        case "null":
            return None
        case _:
            return schema.get("minimum", 1)


def resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow the references of a schema, within the whole that it belongs to."""
    found: Mapping[str, Any] = schema
    while "$ref" in found:
        path = found["$ref"].removeprefix("#/").split("/")
        found = root
        for name in path:
            found = found[name]
    return found
