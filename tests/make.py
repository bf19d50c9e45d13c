"""Makes rows; each package's makers stand in a file of their own."""

from tests.make_people import commune, person

__all__ = ["commune", "person"]
