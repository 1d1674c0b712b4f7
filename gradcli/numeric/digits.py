"""Whole numbers as text, however long."""


def digits(value: int) -> str:
    """Write a whole number, also where str() refuses: above 4300 digits."""
    if value.bit_length() < 14_000:
        return str(value)
    from decimal import Decimal

    return f"{Decimal(value):f}"
