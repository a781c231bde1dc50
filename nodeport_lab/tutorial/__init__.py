"""The tutorial: chapters, lessons beside a living stage, exercises, and the reference."""
