"""The page that students read first: what to install, how to start, where their work is, and that nobody watches."""

from __future__ import annotations

from notknowing.authoring.start_scripts import MACOS, WINDOWS

READ_ME = "Read me first.txt"


def read_me(wheel: str) -> str:
    """The page to read first, in plain words."""
    windows, others = "py -3", "python3"
    install, begin = f"-m pip install -c constraints.txt {wheel}", "-m notknowing.cli start"
    return f"""\
Read me first
=============

You need Python 3.11.5 or newer, from python.org, and about 2 GB of free space. You need to be online for the first
command, and not after that. You do not need to know any programming.

Unpack the zip first. Then the short way is a double-click:
     Windows: {WINDOWS}
     macOS:   {MACOS}   (if it will not open: Control-click it, then choose Open)
The first time takes some minutes. The file has not yet been tried on Windows or macOS. If it does not work, or on
Linux, do this:

1. Open a terminal in this folder, the one with this page in it.
   Windows: right-click in the folder and choose "Open in Terminal".
   macOS: open Terminal, type cd and a space, drag this folder into the window, and press Return.

2. Type these two commands, one after the other, and press Return after each. The first takes some minutes.

   Windows:
     {windows} {install}
     {windows} {begin}

   macOS and Linux:
     {others} {install}
     {others} {begin}

   The second one opens the course in your browser. Next time it is the only one you need.

If the first one says "externally managed environment", type this and use room/bin/python in place of {others}:
     {others} -m venv room

If something else does not work, this says in plain words what to mend:
     {windows} -m notknowing.cli doctor        (Windows)
     {others} -m notknowing.cli doctor         (macOS and Linux)


Where your work is
------------------

In the folder Not-Knowing in your home folder. Open the pages there, not in this folder. What you type is saved within a
few seconds, in a file beside the page. Nothing you have written is ever written over.

If you get a newer zip later, unpack it somewhere else and double-click the file there, or do both steps there. Before
you type the second command, type the first one once more, with a space and --force-reinstall --no-deps at its end. Your
work stays where it is.


Nobody is watching
------------------

Nobody is watching live. No person and no program follows what you write as you write it. Your tutor sees what you hand
in, and you are shown that exact copy first. If you or somebody else may be in danger, use the help lines on the card at
the top of every page.


What is in this folder
----------------------

{wheel}
                  the program
{WINDOWS}, {MACOS}
                  what you double-click
constraints.txt   the versions of other programs that it was tested with
exercises         the pages, as they are before anybody writes in them
course            the texts of the pages, to read if you like

The course was tested on Linux. It was not yet tested on Windows and macOS: if something is odd there, tell your tutor.
"""
