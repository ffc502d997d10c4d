"""What tests of a stranger's checkout may ask for."""

from pathlib import Path

import pytest
from workshop import Workshop


@pytest.fixture
def checkout(tmp_path: Path) -> Workshop:
    """The folder of a checkout, beside which others can be made."""
    (tmp_path / "checkout").mkdir()
    return Workshop(tmp_path / "checkout")
