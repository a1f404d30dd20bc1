"""What goes with a file that was brought into plain form before it is read. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PlainForm:
    """What a plain form does not tell itself: the line of the file that each row comes from (n 64-bit integers), and
    how many rows of the file stand there before.
    """

    lines: NDArray[np.int64]
    repeated: int
