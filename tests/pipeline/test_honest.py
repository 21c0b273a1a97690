"""Sixty varied honest pages, in the sealed kernels, and nobody is asked about any of them."""

import shutil
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from notknowing.marking.sealed import seal
from notknowing.marking.sealed.jobs import Job
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.workers import Workers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap"),
]

HABITS = [
    "pass",
    "1 / 0",
    "import numpy as np; np.set_printoptions(precision=1); np.random.seed(3)",
    "import pandas as pd; pd.set_option('display.precision', 1); pd.options.display.float_format = '{:.0f}'.format",
    "import matplotlib.pyplot as plt; plt.style.use('ggplot'); plt.plot([1, 2]); plt.show()",
    "%matplotlib inline\nfrom matplotlib import pyplot as plt\nfig, ax = plt.subplots()",
    "%precision 3",
    "%precision 2",
    "%xmode Minimal",
    "%load_ext autoreload\n%autoreload 2",
    "%config InlineBackend.figure_format = 'retina'",
    "get_ipython().ast_node_interactivity = 'all'",
    "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'",
    "import warnings; warnings.filterwarnings('ignore')",
    "import warnings; warnings.simplefilter('error')",
    "import warnings; warnings.warn('careful')",
    "import sys; print('to stderr', file=sys.stderr); sys.setrecursionlimit(2000)",
    "import logging; logging.basicConfig(level=logging.DEBUG); logging.info('x')",
    "sum = 3; list = [1]; str = 'x'; print = print; max = 9",
    "float = 3.0; int = 3; assert_ = None; echo = 4",
    "result = 'mine'; scoring = 'mine'; KEY = {}; FOUND = None; SECOND = 2",
    "from math import *; from random import *",
    "from numpy import *",
    "class Thing:\n    def _repr_html_(self): return '<b>thing</b>'\nThing()",
    "class Thing:\n    def __repr__(self): return '4.0'\nThing()",
    "get_ipython().display_formatter.formatters['text/plain'].for_type(dict, lambda d, p, c: p.text('a table'))",
    "import ipywidgets; ipywidgets.IntSlider(description='Sure')",
    "from IPython.display import display, Markdown, HTML; display(Markdown('# my own'), HTML('<p>x</p>'))",
    "from IPython.display import clear_output; print(1); clear_output()",
    "import time; time.sleep(0.2)",
    "import os; os.chdir('/tmp')",
    "open('notes.txt', 'w').write('mine')",
    "!echo hello",
    "%%capture out\nprint('hidden')",
    "%timeit -n1 -r1 sum(range(10))",
    "def answer_of(x):\n    return x + 1\nanswer_of(41)",
    "async def f(): return 1\nawait f()",
    "import threading; threading.Thread(target=lambda: print('later')).start()",
    "import asyncio; asyncio.get_event_loop().call_later(0.01, lambda: None)",
    "raise SystemExit",
    "assert False, 'my own check'",
    "x = input",
    "import json, pathlib; print(sorted(pathlib.Path('.').iterdir()))",
    "import statistics; statistics.mean([1, 2, 3])",
    "from fractions import Fraction; Fraction(1, 3)",
    "from decimal import getcontext; getcontext().prec = 3",
    "import locale; locale.setlocale(locale.LC_ALL, 'C')",
    "import sys; sys.stdout.write('no end')",
    "_ = 5; __ = 6; Out = {}",
    "In = []",
    "del In, Out",
    "%reset -f",
    "x = 1;",
    "# only a comment",
    "'Ünïcode – “quotes” 🙂'",
    "get_ipython = None",
    "import builtins; builtins.my_helper = 3",
    "from __future__ import annotations\n3",
    "get_ipython().events.register('post_run_cell', lambda result: None)",
    "for _ in range(3000): print('a long log line')",
    "exec('y = 2'); eval('y')",
    "import gc; gc.collect(); gc.disable()",
]
TEST = """# Nothing to type here. This line stands for what counts your answers when the page is marked.
from notknowing.marking import scoring
### BEGIN HIDDEN TESTS
print("A reason.")
8.13
### END HIDDEN TESTS
"""


def test_sixty_honest_habits_raise_no_question_and_cost_nothing(tmp_path):
    assert len(HABITS) >= 60
    own = {"grade": True, "grade_id": "a-test", "locked": True, "points": 10, "schema_version": 3, "solution": False, "task": False}  # fmt: skip
    jobs = []
    for number, habit in enumerate(HABITS):
        cells = [new_code_cell("import os"), new_code_cell(habit), new_code_cell(TEST, metadata={"nbgrader": own})]
        jobs.append(Job(str(number), nbformat.writes(new_notebook(cells=cells)), {}, Limits(cell_seconds=30)))
    with seal.nursery(tmp_path) as nursery, Workers(2, nursery.run) as workers:
        nursery.wait()
        results = {int(result.key): result for result in workers.run(jobs)}
    assert sorted(results) == list(range(len(HABITS)))
    asked = {HABITS[key]: (one.withheld, one.stopped, one.failed) for key, one in results.items() if one.withheld or one.stopped is not None or one.failed}  # fmt: skip
    assert asked == {}
    given = {}
    for key, one in results.items():
        outputs = nbformat.reads(one.notebook, as_version=4).cells[-1].outputs
        said = [output.data["text/plain"] for output in outputs if output.output_type == "execute_result"]
        if not said or float(said[-1]) != 8.13:
            given[HABITS[key]] = outputs
    assert given == {}
