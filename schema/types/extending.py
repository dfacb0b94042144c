"""What is said of a noun elsewhere: the schema gives it those fields, as `extend type` does in GraphQL's language."""

from strawberry.types import get_object_definition


def extend(noun: type, part: type) -> None:
    """Give a noun the fields of a class, behind its own; both are strawberry types, and see the same attributes.

    So the noun needs not know of the types that are made of it.
    """
    own = get_object_definition(noun, strict=True).fields
    taken = {field.python_name for field in own}
    added = get_object_definition(part, strict=True).fields
    own.extend(field for field in added if field.python_name not in taken)
