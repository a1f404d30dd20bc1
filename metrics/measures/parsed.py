"""Columns of a file once parsed: exact numbers, days, labels, each with what could not be read. Pure; no Django."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Labels:
    """A column of labels as codes into its distinct values. Code −1 stands for a missing value."""

    codes: np.ndarray
    values: list[str]

    def where(self, wanted: set[str]) -> np.ndarray:
        """A mask of the rows whose label is one of `wanted`."""
        hits = np.array([value in wanted for value in self.values] + [False])
        mask: np.ndarray = hits[self.codes]
        return mask

    @property
    def missing(self) -> np.ndarray:
        mask: np.ndarray = self.codes < 0
        return mask


@dataclass(frozen=True)
class Numbers:
    """A column of decimal numbers: `scaled` ÷ 10^`decimals`, exact. Rows that are missing or bad hold 0."""

    scaled: np.ndarray
    decimals: int
    missing: np.ndarray
    bad: np.ndarray

    @property
    def known(self) -> np.ndarray:
        mask: np.ndarray = ~(self.missing | self.bad)
        return mask

    def at(self, decimals: int) -> np.ndarray:
        """The scaled numbers with more decimals."""
        scaled: np.ndarray = self.scaled * 10 ** (decimals - self.decimals)
        return scaled


@dataclass(frozen=True)
class Days:
    """A column of dates as days since 1970-01-01. Rows that are missing or bad hold 0."""

    days: np.ndarray
    missing: np.ndarray
    bad: np.ndarray

    @property
    def known(self) -> np.ndarray:
        mask: np.ndarray = ~(self.missing | self.bad)
        return mask

    @property
    def months(self) -> np.ndarray:
        """Months since 1970-01 (0 for unknown dates)."""
        months: np.ndarray = self.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
        return months
