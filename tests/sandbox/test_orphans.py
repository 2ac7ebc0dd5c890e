"""A process that is to end with its parent ends too if the parent was gone before it could ask."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import os
from rolegraph.sandbox.confinement import die_with_parent
die_with_parent(os.getppid() + {off})
print("goes on")
"""


@pytest.mark.parametrize(("off", "said"), [(0, "goes on\n"), (1, "")])
def test_a_process_goes_on_only_while_it_has_the_parent_that_made_it(off: int, said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(off=off)], capture_output=True, text=True, check=True
    )

    assert ran.stdout == said
