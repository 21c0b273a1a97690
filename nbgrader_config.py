"""nbgrader's settings for this course. Everything is explained in src/notknowing/marking/config.py.

Add settings of your own below the last line; they win over the course's.
"""

from pathlib import Path

from notknowing.marking.config import configure

c = get_config()
configure(c, Path(__file__).parent)
