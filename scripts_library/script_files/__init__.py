"""Scripts as files: a folder of Markdown files in a ZIP, or a CSV table. Pure functions, which know no database.

`contents` defines a script in a file, `markdown_files` and `folders` the folder, `sheets` the table.
"""
