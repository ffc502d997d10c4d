"""Examine the machine: what a build needs, and what makes it slower."""

from coursebuild.doctor.examine import examine
from coursebuild.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
