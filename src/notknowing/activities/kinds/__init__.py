"""Every kind of activity, one class each. Importing this registers them all."""

from notknowing.activities.kinds import coding, listening, loop, noticing, portfolio, settling, writing

__all__ = ["coding", "listening", "loop", "noticing", "portfolio", "settling", "writing"]
