"""Intake: the sheet that an office already has becomes records, all of it or nothing."""

from .plan import Plan
from .planning import plan_import
from .store import write_plan
from .telling import told

__all__ = ["Plan", "plan_import", "told", "write_plan"]
