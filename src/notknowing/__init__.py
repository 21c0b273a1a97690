"""Staying with Not-Knowing: notebooks and marked assignments for trainee counsellors and psychotherapists."""

__version__ = "0.1.0"


def show(page: str, activity: str | None = None) -> None:
    """Show one activity of a week or an assignment; with no activity, the page's opening.

    The one call that a notebook cell makes. Imported late, so that ``import notknowing`` stays quick; and guarded, so that
    a damaged installation is a sentence in front of a student and not a page of code.
    """
    try:
        from notknowing.activities import show as show_activity
    except Exception as failure:
        print(
            "The course's own program is damaged and cannot start. Your work is safe. Close JupyterLab and run: "
            f"notknowing doctor. If you ask for help, quote this: {type(failure).__name__}, {str(failure)[:120]}"
        )
        return
    show_activity(page, activity)
