"""Pages for teachers. Filled below."""
