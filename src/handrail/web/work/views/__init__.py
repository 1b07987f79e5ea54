"""Views of the pages for partners, the centre and the police, one module a subject."""
