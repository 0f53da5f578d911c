"""Questions to a bill in a folder: no Terraform, no crawl."""
