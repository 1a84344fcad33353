"""The fonts of form fields, made by `documents.pdf.build_fonts`; a package so that installing takes the files along."""
