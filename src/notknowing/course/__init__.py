"""Loads and validates ``course/`` into plain models; the only reader of those files."""

from notknowing.course.loader import Course, CourseError, Problem, line_of, load, load_client, read
from notknowing.course.places import CoursePlace, bundled, find_course

__all__ = [
    "Course",
    "CourseError",
    "CoursePlace",
    "Problem",
    "bundled",
    "find_course",
    "line_of",
    "load",
    "load_client",
    "read",
]
