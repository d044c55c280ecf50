"""What every measurement gets."""

from dataclasses import dataclass

from benchmarks.surroundings import KINDS, Places


@dataclass(frozen=True, slots=True)
class Run:
    """`quick`: smaller numbers and fewer repetitions, to see that all of it works."""

    places: Places
    quick: bool

    kinds: tuple[str, ...] = KINDS

    def count(self, full: int, quick: int) -> int:
        return quick if self.quick else full
