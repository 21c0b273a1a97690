"""Figures and statistics, thin over well-kept libraries. So far: agreement between two sets of codes."""
