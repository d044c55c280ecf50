"""REST in and out."""
