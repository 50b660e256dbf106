"""nbgrader's exchange over HTTP: the hub keeps every file, this package only carries them."""
