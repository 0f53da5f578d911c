"""One section of the page a file: from a subject to its figures."""
