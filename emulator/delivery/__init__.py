"""What AWS's billing services put into S3."""
