"""Static files: named by their content, with the imports between JavaScript modules rewritten to those names.

Nothing needs an import map (and so no inline script), and every file may be kept by browsers for ever.
Imports are to be relative and to end in a semicolon; Django's patterns find no others.
"""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """ServeStatic's storage for a page made of many small modules."""

    support_js_module_import_aggregation = True
    keep_intermediate_files = False
    # Each pass settles the names of one more level of modules that import one another; Django stops at 5.
    max_post_process_passes = 30
