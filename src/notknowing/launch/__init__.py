"""``notknowing start`` and ``notknowing doctor``: the way in, and what to do when the way in is blocked."""
