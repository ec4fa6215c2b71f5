"""Colours for every kind of terminal: true colour, 256, 16, none; on dark and on light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tutor.pictures.cells import Color

Rgb = tuple[int, int, int]


class Depth(Enum):
    """How many colours the terminal shows."""

    TRUE = auto()
    CUBE = auto()  # 256.
    SIXTEEN = auto()
    NONE = auto()


# Smith and van der Walt, 2015; every ninth part of it.
VIRIDIS: tuple[Rgb, ...] = (
    (68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137),
    (53, 183, 121), (109, 205, 89), (180, 222, 44), (253, 231, 37),
)  # fmt: skip
SHADES = 64  # Of the fill; more cannot be told apart, and cost a style each.
# Entries of the 6×6×6 cube, from low to high, that keep what is written on them readable.
CUBE_DARK = (17, 18, 23, 24, 29, 64)
CUBE_LIGHT = (189, 153, 152, 158, 193, 229)
CUBE_LINES_DARK = (55, 62, 67, 73, 78, 149, 227)
CUBE_LINES_LIGHT = (54, 25, 30, 29, 64, 100, 136)
STANDARD_LINES_DARK = (5, 12, 14, 10, 11)
STANDARD_LINES_LIGHT = (5, 4, 6, 2, 1)
# Okabe and Ito, 2008: told apart by every kind of colour vision; their blue is lightened on dark.
SERIES_DARK: tuple[Rgb, ...] = (
    (86, 180, 233), (230, 159, 0), (0, 190, 140), (240, 228, 66), (204, 121, 167), (230, 110, 40),
    (90, 140, 255),
)  # fmt: skip
SERIES_LIGHT: tuple[Rgb, ...] = (
    (0, 114, 178), (190, 90, 0), (0, 120, 90), (140, 120, 0), (160, 70, 120), (180, 60, 0),
    (60, 60, 160),
)  # fmt: skip
SERIES_CUBE_DARK = (74, 214, 36, 227, 175, 202, 69)
SERIES_CUBE_LIGHT = (25, 130, 29, 100, 132, 124, 61)
SERIES_STANDARD_DARK = (14, 11, 10, 13, 12, 9, 15)
SERIES_STANDARD_LIGHT = (4, 1, 2, 5, 6, 3, 0)


@dataclass(frozen=True)
class Palette:
    """Every colour of a picture. None is the terminal's own ink or paper."""

    depth: Depth = Depth.NONE
    dark: bool = True

    @property
    def fills(self) -> bool:
        return self.depth in {Depth.TRUE, Depth.CUBE}

    def fill(self, height: float) -> Color:
        """The paper at a height from 0 to 1."""
        if self.depth is Depth.CUBE:
            return _at(CUBE_DARK if self.dark else CUBE_LIGHT, height)
        if self.depth is not Depth.TRUE:
            return None
        shade = round(height * (SHADES - 1)) / (SHADES - 1)
        red, green, blue = viridis(shade)
        if self.dark:
            return red // 2, green // 2, blue // 2
        return tuple(round(255 - 0.4 * (255 - part)) for part in (red, green, blue))  # type: ignore[return-value]

    def isoline(self, height: float) -> Color:
        """The ink of a contour line at a height from 0 to 1."""
        match self.depth:
            case Depth.NONE:
                return None
            case Depth.SIXTEEN:
                return _at(STANDARD_LINES_DARK if self.dark else STANDARD_LINES_LIGHT, height)
            case Depth.CUBE:
                return _at(CUBE_LINES_DARK if self.dark else CUBE_LINES_LIGHT, height)
        red, green, blue = viridis(height)
        if self.dark:
            return red, green, blue
        return red // 2, green // 2, blue // 2

    @property
    def ink(self) -> Color:
        """Paths, marks and letters."""
        return self._pick((255, 255, 255), 231, 15, (0, 0, 0), 16, 0)

    @property
    def quiet(self) -> Color:
        """Axes."""
        return self._pick((150, 150, 150), 246, 7, (90, 90, 90), 240, 8)

    @property
    def grid(self) -> Color:
        """Lines behind a plot."""
        return self._pick((70, 70, 70), 238, 8, (200, 200, 200), 251, 7)

    @property
    def gradient(self) -> Color:
        return self._pick((255, 160, 80), 215, 11, (150, 60, 0), 94, 1)

    @property
    def movement(self) -> Color:
        return self._pick((110, 225, 255), 123, 14, (0, 70, 140), 24, 4)

    @property
    def prediction(self) -> Color:
        return self._pick((255, 170, 230), 218, 13, (140, 0, 110), 90, 5)

    @property
    def minimum(self) -> Color:
        return self._pick((255, 240, 110), 227, 11, (110, 80, 0), 58, 1)

    def series(self, number: int) -> Color:
        """The ink of a curve or a trail; its mark tells it apart as well."""
        table: tuple[Color, ...]
        match self.depth:
            case Depth.NONE:
                return None
            case Depth.SIXTEEN:
                table = SERIES_STANDARD_DARK if self.dark else SERIES_STANDARD_LIGHT
            case Depth.CUBE:
                table = SERIES_CUBE_DARK if self.dark else SERIES_CUBE_LIGHT
            case _:
                table = SERIES_DARK if self.dark else SERIES_LIGHT
        return table[number % len(table)]

    def _pick(
        self, dark: Rgb, dark_cube: int, dark_16: int, light: Rgb, light_cube: int, light_16: int
    ) -> Color:
        by_depth: dict[Depth, tuple[Color, Color]] = {
            Depth.TRUE: (dark, light),
            Depth.CUBE: (dark_cube, light_cube),
            Depth.SIXTEEN: (dark_16, light_16),
            Depth.NONE: (None, None),
        }
        return by_depth[self.depth][0 if self.dark else 1]


def viridis(height: float) -> Rgb:
    """The colour at a height from 0 to 1, between the table's neighbours."""
    place = min(max(height, 0.0), 1.0) * (len(VIRIDIS) - 1)
    low = min(int(place), len(VIRIDIS) - 2)
    share = place - low
    red, green, blue = (
        round(a + share * (b - a)) for a, b in zip(VIRIDIS[low], VIRIDIS[low + 1], strict=True)
    )
    return red, green, blue


def _at(table: tuple[int, ...], height: float) -> int:
    return table[min(int(min(max(height, 0.0), 1.0) * len(table)), len(table) - 1)]
