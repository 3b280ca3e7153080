"""The thin MkDocs plugins: the only code that imports mkdocs, and the shell maker."""
