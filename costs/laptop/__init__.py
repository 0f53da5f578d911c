"""The pipeline's story on an emulated AWS, and what it proves."""
