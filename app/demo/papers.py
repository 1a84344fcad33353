"""The invented agency's plan, written by us: a Word draft as an officer would make it."""

from datetime import datetime

from app.clock import machine_clock
from documents.database import HANOI
from documents.typesetting.draft import PlanDraft, write_plan_docx
