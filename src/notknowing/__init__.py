"""Staying with Not-Knowing: notebooks and marked assignments for trainee counsellors and psychotherapists."""

__version__ = "0.1.0"


def show(page: str, activity: str | None = None) -> None:
    """Show one activity of a week or an assignment; with no activity, the page's opening.

    The one call that a notebook cell makes. Imported late, so that ``import notknowing`` stays quick.
    """
    from notknowing.activities import show as show_activity

    show_activity(page, activity)
