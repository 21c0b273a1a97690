"""nbgrader's exchange, for every account on the Hub. Found through JUPYTER_CONFIG_PATH, which hub/jupyterhub_config.py sets.

nbgrader by itself submits a whole folder, with the private words and the earlier versions in it. Two settings stand against
that: a way to submit that hands in what the student was shown, and the list of what is never copied.
"""

import os

from notknowing.marking.config import IGNORED, find_programs

c = get_config()
find_programs()

c.CourseDirectory.course_id = os.environ.get("NOTKNOWING_HUB_COURSE", "not-knowing")
c.CourseDirectory.ignore = list(IGNORED)
c.ExchangeFactory.submit = "notknowing.marking.exchange.Submit"
c.Exchange.root = os.environ.get("NOTKNOWING_HUB_EXCHANGE", "/srv/nbgrader/exchange")
c.Exchange.path_includes_course = False
