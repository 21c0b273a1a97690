"""From a zip to fair marks: preflight, collect, autograde, feedback and the marks file, plugged into stock nbgrader."""
