"""A terminal that a program asks at, from its other end."""

import os
import select


def answer(terminal: int, question: bytes, answer: str) -> None:
    until(terminal, question)
    os.write(terminal, answer.encode())


def until(terminal: int, text: bytes) -> bytes:
    """What is printed until a text is."""
    printed = b""
    while text not in printed:
        assert select.select([terminal], [], [], 60)[0], printed
        printed += os.read(terminal, 4096)
    return printed
