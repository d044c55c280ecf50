"""What is measured from within: each module's `main` runs in a process of its own, with Django set up, on the
database of a place, and returns what it found."""
