"""The papers of a version: one-pager, full record, scorecard; as pages, PDF, Markdown and JSON."""
