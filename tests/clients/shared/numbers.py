"""Made-up NIP and PESEL numbers with right check digits. No tax office has the prefix 999, and 1800 is no birth year of
anybody who could log in."""


def nip(serial: int) -> str:
    """The first number of the serial's block whose check digit exists."""
    for last in range(10):
        digits = f"999{serial:05d}{last}"
        check = sum(int(d) * w for d, w in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7))) % 11
        if check < 10:
            return f"{digits}{check}"
    raise ValueError(f"no NIP in block {serial}")


def pesel(serial: int) -> str:
    """Somebody born on the first of January 1800 (month + 80)."""
    digits = f"008101{serial:04d}"
    total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)))
    return f"{digits}{-total % 10}"
