"""Every lesson and exercise goes as it says, in every proxy mode that it names."""

from __future__ import annotations

import pytest

from nodeport_lab.content.checking import faults
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson


@pytest.mark.parametrize("lesson", catalogue().written, ids=lambda lesson: f"{lesson.kind}-{lesson.id}")
def test_a_lesson_goes_as_it_says(lesson: Lesson) -> None:
    assert [fault for mode in lesson.modes for fault in faults(lesson, mode)] == []
