"""What a student presses and types. ``show`` puts one activity on the page."""

from notknowing.activities import kinds
from notknowing.activities.page import show

__all__ = ["kinds", "show"]
