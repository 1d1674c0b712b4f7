"""Shared by the tests of the algebra."""

import pytest

from gradcli.algebra.normal import Algebra


@pytest.fixture
def algebra():
    return Algebra()
