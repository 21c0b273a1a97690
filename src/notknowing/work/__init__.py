"""A student's saved words: one file for each notebook, and a second copy inside the notebook.

>>> from notknowing.work import Store
>>> store = Store.open("week02")             # beside the notebook
>>> store.put("2C", "You said the shoes are still by the door.").message
'Saved in week02.responses.json.'

Private words live in ``week02.private.json`` and nowhere else.
"""

from notknowing.work.entries import Earlier, Entry, Saved, WorkProblem
from notknowing.work.files import read_entries
from notknowing.work.merging import Conflict, merge
from notknowing.work.notebook_copy import MIME, recover
from notknowing.work.store import Store

__all__ = ["MIME", "Conflict", "Earlier", "Entry", "Saved", "Store", "WorkProblem", "merge", "read_entries", "recover"]
