"""The pipeline on a laptop: never deployed, never imported by `modules/`.

python -m costs demo     apply the synthesized JSON, deliver a bill, crawl it, query it
python -m costs up       the same, and stay, for any AWS SDK client
python -m costs query    one Athena SQL statement on cost data, without Terraform
"""
