"""A share of a whole, with its 95% interval (Wilson's score interval, which holds near 0 and 1 as well)."""
import math

Z = 1.959964


def wilson(part, whole):
    if whole == 0:
        return 0.0, 1.0
    p = part / whole
    middle = (p + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole)) / (1 + Z * Z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def told(part, whole):
    if whole == 0:
        return "        —         "
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} [{low:.3f}-{high:.3f}]"


def rate_told(events, millions):
    """Events per million, with the exact Poisson interval's usual approximation (Byar's)."""
    if not millions:
        return "—"
    low = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3 if events else 0.0
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    return f"{events / millions:.2f} [{low / millions:.2f}-{high / millions:.2f}]"
