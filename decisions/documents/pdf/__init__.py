"""From a page to a PDF that proves itself."""
