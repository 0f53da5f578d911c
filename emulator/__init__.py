"""The pipeline on a laptop: never deployed, never imported by `modules/`.

aws/        what AWS's services do and moto lacks
access/     IAM at the door: which call a request is, what it needs, whether its caller may
glue/       the crawler
bills/      months to deliver: somebody's own, generated ones, two real ones; and as tables
delivery/   what the billing services put into S3: data files, then the manifest
cloud/      the emulated AWS as a whole, Terraform on it, Athena on an engine
"""
